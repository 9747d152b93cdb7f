"""The product: stores what the library decides, asks people, and shows them."""

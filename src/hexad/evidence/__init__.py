"""Evidence: what may be said about people, and what may be shown to whom.

``disclosure`` decides which figures about people reach management. Whatever a page, an export, a PDF, a mail or a
search shows to an owner or a sponsor has been through :func:`hexad.evidence.disclosure.disclose`.
"""

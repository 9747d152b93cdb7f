"""Names from many places, made into people by chance; any likeness to somebody is chance too."""

import unicodedata
from random import Random

GIVEN = (
    "Adaeze Ahmed Aiko Aisha Alejandro Amara Amélie Anders Andrei Anja Ayşe Beatriz Björn Bogdan Camille "
    "Carlos Chiara Chen Clara Daniel Darya David Deepa Diego Dina Dmitri Eike Elif Emeka Emma Erik Esther "
    "Farah Fatou Felix Fernanda Finn Francesca Gabriel Giulia Grace Hana Hannah Hassan Helga Hiroshi Ibrahim "
    "Ines Ingrid Isabel Ivan Jakub Jamal Jana Jasmin Joana Johan Jonas José Julia Kaito Karim Katarzyna Kenji "
    "Klára Kofi Lars Laila Leila Lena Li Liam Linh Lucía Luca Magda Malik Maren Maria Marta Mateo Mehmet Mei "
    "Mia Miguel Milena Mina Moritz Nadia Naomi Nia Nikolai Nina Noah Olga Omar Oskar Paula Pedro Petra Priya "
    "Rafael Rania Ravi Rosa Ruth Said Samira Sanjay Sara Sebastián Selma Simon Sofia Stefan Sunita Sven Tariq "
    "Tatiana Thandiwe Théo Tomasz Uma Valentina Vikram Wei Wiebke Yara Yuki Yusuf Zainab Zoë"
).split()
FAMILY = (
    "Abbasi Adeyemi Ahlberg Almeida Andersen Aydın Baker Banerjee Barbosa Bauer Becker Bello Bianchi Boateng "
    "Bondarenko Brandt Carvalho Castillo Chatterjee Cohen Conti Costa Dąbrowski Demir Desai Diallo Dimitrov "
    "Dubois Eriksson Fajardo Farouk Ferrari Fischer Fontaine Fraser Fujita García Gonçalves Grant Gruber "
    "Gupta Haddad Hakimi Hansen Hartmann Hoffmann Horvat Hughes Ibarra Ivanova Jansen Jovanović Kamau "
    "Karlsson Kaya Keller Khan Kim Kowalska Kraus Kumar Lange Laurent Lehmann Lindgren Lombardi Lopes Mahmoud "
    "Malinowski Marino Martins Mbeki Mehta Mendoza Meyer Moreau Mori Mwangi Müller Nakamura Navarro Nguyen "
    "Nielsen Novák Nowak Oduya Okafor Oliveira Olsen Omondi Ortega Osei Park Patel Peeters Pereira Petrov "
    "Pham Popescu Qureshi Rahman Ramírez Reyes Richter Rossi Roth Ruiz Saito Santos Sato Schmid Schröder "
    "Sharma Silva Singh Sokolov Sørensen Stein Suzuki Takahashi Tanaka Tembo Thompson Torres Tran Ueda Vargas "
    "Vermeulen Virtanen Vogel Volkov Wagner Walker Weber Winter Wójcik Yamamoto Yılmaz Zhang Zimmermann Zulu"
).split()
_LETTERS = str.maketrans({"ł": "l", "ø": "o", "ı": "i", "ß": "ss", "đ": "d", "æ": "ae"})


def draw_name(random: Random) -> str:
    """One full name."""
    return f"{random.choice(GIVEN)} {random.choice(FAMILY)}"


def address_of(name: str, domain: str, taken: set[str]) -> str:
    """An unused ASCII address for ``name``, recorded in ``taken``."""
    decomposed = unicodedata.normalize("NFKD", name.lower().translate(_LETTERS))
    local = "".join(
        letter for letter in decomposed if letter.isascii() and (letter.isalnum() or letter == " ")
    ).replace(" ", ".")
    number, address = 1, f"{local}@{domain}"
    while address in taken:
        number += 1
        address = f"{local}{number}@{domain}"
    taken.add(address)
    return address

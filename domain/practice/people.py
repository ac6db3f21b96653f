"""The people and places of a practice office: invented, as varied as a Patna office really is.

Every name stands in English and in Hindi; first and last names are combined within a community
only, so that nobody is called what nobody is called.
"""

from __future__ import annotations

from dataclasses import dataclass

#: A word as it is written in English and in Hindi.
Spelling = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Community:
    """Names that go together; ``weight`` is its share of the consumers in percent."""

    weight: int
    men: tuple[Spelling, ...]
    women: tuple[Spelling, ...]
    families: tuple[Spelling, ...]
    #: What women of the community carry beside, or instead of, the family's name.
    womens_names: tuple[Spelling, ...] = ()


COMMUNITIES = (
    Community(
        weight=63,
        men=(
            ("Rameshwar", "रामेश्वर"),
            ("Rajesh", "राजेश"),
            ("Manoj", "मनोज"),
            ("Sanjay", "संजय"),
            ("Ajay", "अजय"),
            ("Vinod", "विनोद"),
            ("Umesh", "उमेश"),
            ("Dilip", "दिलीप"),
            ("Amit", "अमित"),
            ("Rakesh", "राकेश"),
            ("Rohit", "रोहित"),
            ("Vikas", "विकास"),
            ("Santosh", "संतोष"),
            ("Ashok", "अशोक"),
            ("Shambhu", "शंभू"),
            ("Upendra", "उपेंद्र"),
            ("Krishna", "कृष्णा"),
        ),
        women=(
            ("Sunita", "सुनीता"),
            ("Anita", "अनीता"),
            ("Rekha", "रेखा"),
            ("Geeta", "गीता"),
            ("Poonam", "पूनम"),
            ("Kiran", "किरण"),
            ("Savitri", "सावित्री"),
            ("Usha", "उषा"),
            ("Manju", "मंजू"),
            ("Neelam", "नीलम"),
            ("Pushpa", "पुष्पा"),
            ("Babita", "बबीता"),
            ("Shanti", "शांति"),
            ("Lakshmi", "लक्ष्मी"),
        ),
        families=(
            ("Kumar", "कुमार"),
            ("Prasad", "प्रसाद"),
            ("Singh", "सिंह"),
            ("Sinha", "सिन्हा"),
            ("Yadav", "यादव"),
            ("Mishra", "मिश्रा"),
            ("Jha", "झा"),
            ("Thakur", "ठाकुर"),
            ("Paswan", "पासवान"),
            ("Manjhi", "मांझी"),
            ("Ram", "राम"),
            ("Sharma", "शर्मा"),
            ("Pandey", "पांडेय"),
            ("Tiwari", "तिवारी"),
            ("Gupta", "गुप्ता"),
            ("Sah", "साह"),
            ("Mahto", "महतो"),
            ("Choudhary", "चौधरी"),
            ("Ravidas", "रविदास"),
            ("Verma", "वर्मा"),
        ),
        womens_names=(("Devi", "देवी"), ("Kumari", "कुमारी")),
    ),
    Community(
        weight=18,
        men=(
            ("Imran", "इमरान"),
            ("Shahid", "शाहिद"),
            ("Aslam", "असलम"),
            ("Firoz", "फ़िरोज़"),
            ("Naushad", "नौशाद"),
            ("Salim", "सलीम"),
            ("Irfan", "इरफ़ान"),
            ("Javed", "जावेद"),
        ),
        women=(
            ("Shabnam", "शबनम"),
            ("Nasreen", "नसरीन"),
            ("Rukhsana", "रुख़साना"),
            ("Farzana", "फ़रज़ाना"),
            ("Shaheen", "शाहीन"),
            ("Ayesha", "आयशा"),
        ),
        families=(
            ("Khan", "ख़ान"),
            ("Ansari", "अंसारी"),
            ("Alam", "आलम"),
            ("Hussain", "हुसैन"),
            ("Siddiqui", "सिद्दीक़ी"),
            ("Ahmad", "अहमद"),
            ("Qureshi", "क़ुरैशी"),
        ),
        womens_names=(("Khatoon", "ख़ातून"), ("Parveen", "परवीन"), ("Begum", "बेगम")),
    ),
    Community(
        weight=5,
        men=(("Subrata", "सुब्रत"), ("Tapan", "तपन"), ("Debashish", "देबाशीष")),
        women=(("Mousumi", "मौसुमी"), ("Sharmila", "शर्मिला")),
        families=(
            ("Ghosh", "घोष"),
            ("Mukherjee", "मुखर्जी"),
            ("Das", "दास"),
            ("Sen", "सेन"),
            ("Banerjee", "बनर्जी"),
        ),
    ),
    Community(
        weight=3,
        men=(("Gurpreet", "गुरप्रीत"), ("Harjit", "हरजीत"), ("Manjeet", "मनजीत")),
        women=(("Jaswinder", "जसविंदर"), ("Simran", "सिमरन")),
        families=(("Singh", "सिंह"), ("Saluja", "सलूजा"), ("Bhatia", "भाटिया")),
        womens_names=(("Kaur", "कौर"),),
    ),
    Community(
        weight=5,
        men=(("Birsa", "बिरसा"), ("Sukra", "सुकरा"), ("Mangal", "मंगल")),
        women=(("Phulmani", "फूलमनी"), ("Sumitra", "सुमित्रा")),
        families=(
            ("Munda", "मुंडा"),
            ("Oraon", "उरांव"),
            ("Tudu", "टुडू"),
            ("Hembrom", "हेम्ब्रम"),
            ("Kisku", "किस्कू"),
            ("Soren", "सोरेन"),
        ),
    ),
    Community(
        weight=2,
        men=(("Anthony", "एंथनी"), ("Thomas", "थॉमस"), ("John", "जॉन")),
        women=(("Mary", "मेरी"), ("Rosalin", "रोज़लीन")),
        families=(("Minj", "मिंज"), ("D'Souza", "डिसूज़ा"), ("Lakra", "लकड़ा"), ("Ekka", "एक्का")),
    ),
    Community(
        weight=4,
        men=(("Mahavir", "महावीर"), ("Naresh", "नरेश"), ("Pradeep", "प्रदीप")),
        women=(("Sarita", "सरिता"), ("Kusum", "कुसुम")),
        families=(
            ("Jain", "जैन"),
            ("Agrawal", "अग्रवाल"),
            ("Poddar", "पोद्दार"),
            ("Sarawgi", "सरावगी"),
        ),
    ),
)

#: What stands over a shop, after the family's name.
SHOPS: tuple[Spelling, ...] = (
    ("Kirana Store", "किराना स्टोर"),
    ("Medical Hall", "मेडिकल हॉल"),
    ("Sweets", "मिष्ठान भंडार"),
    ("Cloth House", "वस्त्रालय"),
    ("Mobile Centre", "मोबाइल सेंटर"),
    ("Flour Mill", "आटा चक्की"),
    ("Book Depot", "पुस्तक भंडार"),
    ("Tailors", "टेलर्स"),
)


@dataclass(frozen=True, slots=True)
class Locality:
    """A quarter of a town, with the short name that its feeders and transformers carry."""

    name: Spelling
    pin: str
    code: str


LOCALITIES = (
    Locality(("Kankarbagh", "कंकड़बाग"), "800020", "KNK"),
    Locality(("Chitragupta Nagar", "चित्रगुप्त नगर"), "800020", "CGN"),
    Locality(("Rajendra Nagar", "राजेंद्र नगर"), "800016", "RJN"),
    Locality(("Bahadurpur", "बहादुरपुर"), "800016", "BHP"),
    Locality(("Boring Road", "बोरिंग रोड"), "800001", "BRG"),
    Locality(("Mithapur", "मीठापुर"), "800001", "MTP"),
    Locality(("Gardanibagh", "गर्दनीबाग"), "800002", "GRD"),
    Locality(("Anisabad", "अनीसाबाद"), "800002", "ANS"),
    Locality(("Kadamkuan", "कदमकुआं"), "800003", "KDK"),
    Locality(("Ashok Rajpath", "अशोक राजपथ"), "800004", "ASR"),
    Locality(("Mahendru", "महेंद्रू"), "800006", "MHD"),
    Locality(("Gulzarbagh", "गुलज़ारबाग"), "800007", "GLZ"),
    Locality(("Patna City", "पटना सिटी"), "800008", "PTC"),
    Locality(("Digha", "दीघा"), "800011", "DGH"),
    Locality(("Patliputra Colony", "पाटलिपुत्र कॉलोनी"), "800013", "PTL"),
    Locality(("Raja Bazar", "राजा बाज़ार"), "800014", "RJB"),
    Locality(("Shastri Nagar", "शास्त्री नगर"), "800023", "SHN"),
    Locality(("Khagaul", "खगौल"), "801105", "KHG"),
    Locality(("Danapur", "दानापुर"), "801503", "DNP"),
    Locality(("Phulwari Sharif", "फुलवारी शरीफ़"), "801505", "PHW"),
)

GUWAHATI_LOCALITIES = (
    Locality(("Paltan Bazar", "पल्टन बाज़ार"), "781008", "PLB"),
    Locality(("Fancy Bazar", "फैंसी बाज़ार"), "781001", "FNB"),
    Locality(("Uzan Bazar", "उजान बाज़ार"), "781001", "UZB"),
    Locality(("Chandmari", "चांदमारी"), "781003", "CHM"),
    Locality(("Silpukhuri", "शिलपुखुरी"), "781003", "SLP"),
    Locality(("Bhangagarh", "भांगागढ़"), "781005", "BHG"),
    Locality(("Ganeshguri", "गणेशगुड़ी"), "781006", "GNG"),
    Locality(("Dispur", "दिसपुर"), "781006", "DSP"),
    Locality(("Rehabari", "रेहाबाड़ी"), "781008", "RHB"),
    Locality(("Bharalumukh", "भरलुमुख"), "781009", "BHL"),
    Locality(("Maligaon", "मालीगांव"), "781011", "MLG"),
    Locality(("Jalukbari", "जालुकबाड़ी"), "781014", "JLK"),
    Locality(("Kahilipara", "काहिलीपारा"), "781019", "KHP"),
    Locality(("Noonmati", "नूनमाटी"), "781020", "NNM"),
    Locality(("Bamunimaidan", "बामुनीमैदान"), "781021", "BMM"),
    Locality(("Khanapara", "खानापारा"), "781022", "KNP"),
    Locality(("Hatigaon", "हातीगांव"), "781038", "HTG"),
    Locality(("Beltola", "बेलतला"), "781028", "BLT"),
)


@dataclass(frozen=True, slots=True)
class Town:
    """Where a practice office stands: its state's code, its name, and its quarters."""

    state: str
    name: Spelling
    localities: tuple[Locality, ...]


PATNA = Town("BR", ("Patna", "पटना"), LOCALITIES)
#: A town of the state whose schedules the consumers are on; any other state practises in Patna.
TOWNS = {
    "Bihar": PATNA,
    "Assam": Town("AS", ("Guwahati", "गुवाहाटी"), GUWAHATI_LOCALITIES),
}
HOUSE: Spelling = ("House", "मकान")
SHOP: Spelling = ("Shop", "दुकान")

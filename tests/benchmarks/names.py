"""Names as an office of Bihar has them: many, in both scripts, each spelt as somebody pleased."""

from __future__ import annotations

_FIRST_NAMES = """
Ramesh Sunita रामेश्वर Mohd. Lakshmi गीता Harpreet Anil Suneeta सुनीता Rameshwar Rameshvar
Laxmi लक्ष्मी Geeta Gita Rajesh राजेश Rajendra राजेन्द्र Rajinder Suresh सुरेश Mukesh मुकेश
Dinesh दिनेश Mahesh महेश Umesh उमेश Ganesh गणेश Naresh नरेश Kamlesh कमलेश Mohammad Mohammed
मोहम्मद Md. Abdul अब्दुल Shabnam शबनम Nasreen नसरीन Imran इमरान Salim Saleem सलीम Rukhsana
रुखसाना Farida फरीदा Anwar अनवर Akhtar अख्तर Parveen Santosh संतोष Sanjay संजय Sanjeev
Sanjiv संजीव Vijay विजय Ajay अजय Abhay अभय Uday Krishna कृष्णा Krishan Shiv शिव Shyam श्याम
Ram राम Hari हरि Gopal गोपाल Govind गोविंद Anita अनीता Kavita कविता Savita सविता Babita
बबीता Sangita Sangeeta संगीता Mamta ममता Pushpa पुष्पा Usha उषा Asha आशा Rekha रेखा Meera
Mira मीरा Sita Seeta सीता Radha राधा Poonam पूनम Punam Neelam नीलम Nilam Shanti शांति Shobha
शोभा Saroj सरोज Manju मंजू Arun अरुण Tarun तरुण Varun वरुण Ashok अशोक Vinod विनोद Pramod
प्रमोद Manoj मनोज Saroja Birendra Virendra वीरेन्द्र Dharmendra धर्मेन्द्र Surendra
सुरेन्द्र Upendra Jitendra जितेन्द्र Chandan चंदन Chandra चन्द्र Nandan नंदन Kundan कुंदन
Madan मदन Pawan पवन Gagan गगन Bhagwan Bhagvan भगवान Bharat भरत Bhola भोला Bhushan भूषण
Dhananjay धनंजय Ghanshyam Jagdish जगदीश Jagannath जगन्नाथ Kedar केदार Kishore किशोर Lalan
ललन Lallan Lalit ललित Phoolan फूलन Phulmati फूलमती Tetri तेतरी Urmila उर्मिला Vimla Bimla
बिमला Yashoda यशोदा
"""
_LAST_NAMES = """
Kumar Devi प्रसाद Irfan Yadav Kumari Singh Sharma कुमार देवी यादव सिंह कुमारी शर्मा Prasad
Sinha सिन्हा Verma Varma वर्मा Gupta गुप्ता Mishra Misra मिश्रा Jha झा Thakur ठाकुर
Choudhary Chaudhary Chowdhury चौधरी Paswan पासवान Manjhi मांझी Mahto Mahato महतो Sah साह
Shah शाह Saw साव Ray Rai राय Roy Das दास Mandal मंडल Sahni साहनी Ram राम Rajak रजक Khan खान
Ansari अंसारी Alam आलम Hussain Husain हुसैन Khatoon Khatun खातून Begum बेगम Pandey Pande
पांडेय पाण्डेय Tiwari तिवारी Dubey Dube दुबे Chaubey चौबे Upadhyay उपाध्याय Srivastava
Shrivastav श्रीवास्तव Lal लाल Agarwal Agrawal अग्रवाल Keshri केशरी Bhagat भगत Bind बिंद
Nishad निषाद Kushwaha कुशवाहा Patel पटेल Maurya मौर्य Vishwakarma विश्वकर्मा
"""
_FIRST, _LAST = _FIRST_NAMES.split(), _LAST_NAMES.split()


def name_of(place: int) -> str:
    """Return the name of the consumer at a place: always the same one."""
    return f"{_FIRST[place % len(_FIRST)]} {_LAST[place // len(_FIRST) % len(_LAST)]}"

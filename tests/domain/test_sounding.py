"""A name has one sound, whoever wrote it in whichever script."""

import pytest

from domain.sounding import near_sounds, plain, sound_of

#: Each line is one name, as people of Bihar and their offices write it.
SPELLINGS = """
    Sunita Suneeta सुनीता
    Kumar Kumaar कुमार
    Rameshwar Rameshvar रामेश्वर Rameswar
    Laxmi Lakshmi लक्ष्मी Lakshmee
    Choudhary Chaudhari Chaudhary चौधरी Chowdhury
    Mohammad Mohd मोहम्मद Mohammed Md
    Mishra Misra मिश्रा
    Vishnu Bishnu विष्णु
    Krishna Krishan कृष्णा कृष्ण
    Pandey Pande पांडेय पाण्डेय
    Tiwari Tewari तिवारी Tiwary
    Singh सिंह
    Sinha सिन्हा
    Verma Varma वर्मा
    Rajinder Rajendra राजेन्द्र राजेंद्र
    Chandra Chander चन्द्र चंद्र
    Shrivastava Srivastav श्रीवास्तव Srivastwa
    Siddiqui Siddiqi Siddique सिद्दीकी
    Qureshi Kuraishi कुरैशी
    Rehman Rahman रहमान
    Mehta मेहता
    Gyan ज्ञान
    Deo Dev देव
    Ramdeo Ramdev रामदेव
    Yadav यादव Yadaw
    Shaikh Sheikh शेख Shekh
    Hussain Husain Hussein हुसैन
    Zakir Jakir ज़ाकिर जाकिर
    Phool Fool Phul फूल
    Vijay Bijay विजय Vijai
    Priya Pria प्रिया
    Jai Jay जय
    Anand आनंद आनन्द
    Champa चंपा चम्पा
    Ambika अंबिका अम्बिका
    Upadhyay Upadhyaya उपाध्याय
    Ray Rai Roy राय
    Rao राव
    Sah Shah शाह साह
    Dubey Dube दुबे
    Geeta Gita गीता
    Neelam Nilam नीलम
    Poonam Punam पूनम
    Narayan Narain नारायण
    Thakur Thakoor ठाकुर
    Khatoon Khatun खातून
    Begum Begam बेगम
    Birendra Virendra वीरेन्द्र बीरेंद्र
    Gyanendra ज्ञानेन्द्र
    Ishwar Eshwar ईश्वर
    Aishwarya ऐश्वर्या
    Shaukat शौकत
    Kaur कौर
    Harpreet हरप्रीत
    Jagdish Jagadish जगदीश
    Bhagwan Bhagvan भगवान
    Vishwakarma Viswakarma Bishwakarma विश्वकर्मा
    Mukherjee मुखर्जी
    Banerjee बनर्जी
    Rishi ऋषि
    Om ओम
    Usha उषा ऊषा
    Ghanshyam घनश्याम
    Manjhi मांझी
    Mahto Mahato महतो
    Akhtar अख्तर
    Suraj सूरज Sooraj
    Deepak Dipak दीपक
    Ajay अजय
    Abhay अभय
    Uday उदय
    Sanjay संजय Sanjai
    Sanjeev Sanjiv संजीव
    Imran इमरान
    Nasreen Nasrin नसरीन
    Prasad प्रसाद Parsad Prashad
    Gopal गोपाल
    Mohan मोहन
    Sohan सोहन
    Devi देवी Debi
    Shiv शिव Shiva
    Shambhu शंभू शम्भु
    Lal लाल
    Keshav केशव Keshaw
    Raghav राघव
    Vaibhav वैभव
    Jyoti ज्योति
    Satyendra सत्येन्द्र
    Dayanand दयानंद
    Jha झा
    Ahmad Ahmed अहमद
    Ansari अंसारी
    Arif आरिफ़ Aarif
    Aslam असलम
    Khan ख़ान खान खाँ
    Pathak पाठक
    Dwivedi द्विवेदी
    Chaturvedi चतुर्वेदी
    Trivedi त्रिवेदी
    Shukla शुक्ला Sukla
    Bharti भारती Bharati
    Saraswati सरस्वती
    Parvati पार्वती Parbati
    Kaushalya कौशल्या Kaushlya
    Sumitra सुमित्रा
    Savitri सावित्री Sabitri
    Urmila उर्मिला
    Vimla Bimla विमला बिमला
    Ravindra Rabindra रवीन्द्र
    Surendra Surender सुरेन्द्र
    Mahendra Mahender महेन्द्र
    Yogendra योगेन्द्र
    Jitendra Jitender जितेन्द्र
    Dharmendra Dharminder धर्मेन्द्र
    Awadhesh Avdhesh अवधेश
    Akhilesh अखिलेश
    Mithilesh मिथिलेश
    Kamlesh Kamalesh कमलेश
    Brijesh बृजेश
    Shatrughan Shatrughna शत्रुघ्न
    Hanuman हनुमान
    Jagannath Jagannāth जगन्नाथ
    Baijnath बैजनाथ Vaijnath
    Kailash कैलाश
    Subhash सुभाष
    Santosh संतोष सन्तोष
    Ganga गंगा गङ्गा
    Shankar शंकर Sankar
    Sangita Sangeeta संगीता
    Anjali अंजलि
    Manju मंजू
    Chandan चंदन चन्दन
    Panday पांडे
    Paswan पासवान
    Kushwaha कुशवाहा Kuswaha
    Maurya मौर्य Maury
    Agarwal Agrawal अग्रवाल
    Gupta गुप्ता
    Keshri केशरी Kesri
    Sahni साहनी Sahani
    Nishad निषाद
    Farida फरीदा फ़रीदा
    Rukhsana रुखसाना
    Shabnam शबनम
    Zafar Jafar ज़फ़र
    Wasim Vasim वसीम Waseem
    Javed Jawed जावेद
    Naushad नौशाद
    Shamim शमीम Shameem
    Tabassum तबस्सुम
    Yasmin Yasmeen यास्मीन
    Abdul अब्दुल
    Rashid Rasheed राशिद
    Khurshid खुर्शीद Khursheed
    Feroz Firoz फ़िरोज़ Phiroz
    Ayesha आयशा Aisha
    Meena Mina मीना
    Reena Rina रीना
    Veena Vina वीणा Bina
    Leela Lila लीला
    Sheela Shila शीला
    Rajiv Rajeev राजीव
    Ranjit Ranjeet रंजीत
    Amit अमित
    Sumit Sumeet सुमित
    Kavita कविता Kabita
    Pooja Puja पूजा
    Soni सोनी
    Rakesh राकेश
    Mukesh मुकेश
    Dhananjay धनंजय
    Nityanand नित्यानंद
    Bindeshwari बिंदेश्वरी Vindeshwari
    Rampravesh रामप्रवेश
    Phulmati Phoolmati फूलमती
"""


@pytest.mark.parametrize("spellings", SPELLINGS.strip().splitlines())
def test_a_name_sounds_the_same_however_it_is_spelt(spellings):
    assert len({sound_of(name) for name in spellings.split()}) == 1


@pytest.mark.parametrize(
    "one, other",
    [
        ("Sunita", "Santosh"),
        ("Ramesh", "Rakesh"),
        ("Ramesh", "Rajesh"),
        ("Gita", "Sita"),
        ("Anil", "Sunil"),
        ("Mohan", "Madan"),
        ("Sinha", "Singh"),
        ("Kumar", "Kamla"),
        ("सीता", "गीता"),
        ("Lal", "Laxmi"),
    ],
)
def test_other_names_sound_different(one, other):
    assert sound_of(one) != sound_of(other)


@pytest.mark.parametrize("name", ["Sunita", "Rameshwar", "Choudhary", "सुनीता", "Lakshmi"])
def test_the_sound_of_a_beginning_begins_the_sound(name):
    whole = sound_of(name)

    assert all(whole.startswith(sound_of(name[:length])) for length in range(3, len(name)))


@pytest.mark.parametrize(
    "typed, meant",
    [
        ("Sunitq", "Sunita"),
        ("Snuita", "Sunita"),
        ("Ramehswar", "Rameshwar"),
        ("Xhandan", "Chandan"),
        ("Cgandan", "Chandan"),
        ("Thakru", "Thakur"),
        ("Rajehs", "Rajesh"),
        ("Pasqan", "Paswan"),
        ("Yadavv", "यादव"),
        ("Srma", "Sharma"),
        ("Prsad", "प्रसाद"),
        ("Birendrs", "Birendra"),
        ("रमेशवा", "रमेशवर"),
    ],
)
def test_a_name_that_is_a_letter_wrong_is_near(typed, meant):
    assert sound_of(meant) in {sound_of(typed), *near_sounds(typed)}


@pytest.mark.parametrize(
    "typed", ["", "123", "ab", "12a4", "🙂🙂🙂🙂", "a" * 300, "%", "<b>", "अ" * 300]
)
def test_what_is_no_name_is_near_to_none(typed):
    assert near_sounds(typed) == []


def test_numbers_have_no_sound():
    assert sound_of("12a") == "" == sound_of("१२")


@pytest.mark.parametrize(
    "written, kept",
    [
        ("Ásha", "asha"),
        ("ज़ाकिर", "जाकिर"),
        ("\u095bाकिर", "जाकिर"),
        ("माँ", "मां"),
        ("शक्\u200dति", "शक्ति"),
        ("१२३", "123"),
        ("\u0661\u0662", "12"),
        ("ĀSHĀ", "asha"),
        ("Straße", "strasse"),
    ],
)
def test_forms_of_writing_fold(written, kept):
    assert plain(written) == kept

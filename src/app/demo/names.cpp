#include "app/demo/names.hpp"

#include <array>
#include <cctype>
#include <string_view>

#include "base/text.hpp"

namespace plumbline::app::demo {

namespace {

constexpr std::array<std::string_view, 96> kFirst{
    "Aaliyah",  "Abigail", "Adam",    "Aisha",   "Alan",   "Alison",   "Amara",   "Amelia",   "Amina",   "Andrew",
    "Angela",   "Anita",   "Anthony", "Asha",    "Ayesha", "Becky",    "Beth",    "Bilal",    "Callum",  "Carol",
    "Catrin",   "Charles", "Chidi",   "Chloe",   "Claire", "Connor",   "Daniel",  "Darren",   "Dawn",    "Deborah",
    "Denise",   "Diane",   "Dominic", "Ebony",   "Elaine", "Emeka",    "Emma",    "Esther",   "Faith",   "Farah",
    "Fiona",    "Gareth",  "Gemma",   "Grace",   "Hannah", "Harriet",  "Hassan",  "Helen",    "Ifeoma",  "Imran",
    "Irene",    "Jacob",   "Janet",   "Jasmin",  "Jenny",  "Joanne",   "Josie",   "Kamala",   "Karen",   "Kath",
    "Kayleigh", "Kelly",   "Kofi",    "Laura",   "Leanne", "Lesley",   "Liam",    "Lorraine", "Louise",  "Lucy",
    "Magda",    "Maria",   "Marcus",  "Maureen", "Megan",  "Mohammed", "Nadia",   "Naomi",    "Natalie", "Neil",
    "Nicola",   "Olivia",  "Paul",    "Pauline", "Priya",  "Rachel",   "Rebecca", "Rosie",    "Ruth",    "Sadia",
    "Samuel",   "Sandra",  "Sarah",   "Shanice", "Tariq",  "Tom"};

constexpr std::array<std::string_view, 104> kLast{
    "Abbott",  "Adeyemi",   "Ahmed",    "Akhtar",    "Ainsworth", "Ali",       "Ashworth", "Atkinson",  "Bailey",
    "Baker",   "Banks",     "Barlow",   "Begum",     "Bell",      "Bennett",   "Bolton",   "Bradshaw",  "Brennan",
    "Brooks",  "Brown",     "Burke",    "Butler",    "Carter",    "Chadwick",  "Chambers", "Clarke",    "Cole",
    "Collins", "Connolly",  "Cooper",   "Cross",     "Daly",      "Davies",    "Dawson",   "Dean",      "Dixon",
    "Doyle",   "Duncan",    "Eastwood", "Ellis",     "Evans",     "Farrell",   "Fielding", "Fisher",    "Fletcher",
    "Foster",  "Gallagher", "Gibson",   "Gill",      "Graham",    "Greenwood", "Griffin",  "Hall",      "Hargreaves",
    "Harris",  "Hartley",   "Hayes",    "Higgins",   "Holden",    "Holt",      "Hughes",   "Hussain",   "Iqbal",
    "Jackson", "James",     "Johnson",  "Jones",     "Kaur",      "Kelly",     "Khan",     "Kowalski",  "Lamb",
    "Lawson",  "Lees",      "Mahmood",  "Marsden",   "Mason",     "Mensah",    "Moore",    "Morris",    "Murphy",
    "Nolan",   "Nuttall",   "Okafor",   "Osei",      "Parker",    "Patel",     "Pearson",  "Pickering", "Price",
    "Quinn",   "Rafiq",     "Riley",    "Rowe",      "Sharples",  "Shaw",      "Singh",    "Slater",    "Stone",
    "Taylor",  "Thornton",  "Walsh",    "Whittaker", "Yates"};

}  // namespace

std::string staff_name(Random& random) {
  std::string name(random.pick(kFirst));
  name += ' ';
  name += random.pick(kLast);
  return name;
}

std::string staff_email(const std::string& name, const std::string& person_id) {
  return base::replace_all(base::lower(name), " ", ".") + "." + base::lower(person_id) + "@example.org";
}

}  // namespace plumbline::app::demo

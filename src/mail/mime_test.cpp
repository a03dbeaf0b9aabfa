#include "mail/mime.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "base/text.hpp"

namespace plumbline::mail {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

const From kFrom{"Plumbline", "plumbline@north.example"};

app::Letter a_letter() {
  return {"0193-abc",
          "aud1@north.example",
          "Audit LAN-2026-12-014 is due back on 23 December",
          "Please return it.\n\nhttps://plumbline.north.example/audits/1\n",
          "",
          *base::parse_instant("2026-12-02T09:05:07Z")};
}

std::string headers(const std::string& message) { return message.substr(0, message.find("\r\n\r\n") + 2); }

TEST(Mime, WritesAPlainLetter) {
  EXPECT_EQ(as_mime(a_letter(), kFrom),
            "Date: Wed, 02 Dec 2026 09:05:07 +0000\r\n"
            "From: \"Plumbline\"\r\n"
            " <plumbline@north.example>\r\n"
            "To: aud1@north.example\r\n"
            "Subject: Audit LAN-2026-12-014 is due back on 23 December\r\n"
            "Message-ID:\r\n"
            " <0193-abc@north.example>\r\n"
            "Auto-Submitted: auto-generated\r\n"
            "MIME-Version: 1.0\r\n"
            "Content-Type: text/plain; charset=UTF-8\r\n"
            "Content-Transfer-Encoding: quoted-printable\r\n"
            "\r\n"
            "Please return it.\r\n"
            "\r\n"
            "https://plumbline.north.example/audits/1\r\n");
}

TEST(Mime, LetsNoTextBecomeAHeader) {
  auto letter = a_letter();
  letter.subject = "Audit\r\nBcc: all@example.org\r\n\r\nA body";
  letter.id = "1>\r\nX-Evil: yes";
  letter.to = "aud1@north.example\r\nBcc: all@example.org";
  const auto head = headers(as_mime(letter, {"A\r\nBcc: x@example.org", "plumbline@north.example"}));
  EXPECT_THAT(head, AllOf(Not(HasSubstr("\nBcc")), Not(HasSubstr("\nX-Evil")),
                          HasSubstr("Subject: Audit  Bcc: all@example.org    A body\r\n")));
}

TEST(Mime, EncodesLongAndForeignSubjectsWithoutCuttingACharacter) {
  auto letter = a_letter();
  for (int i = 0; i < 40; ++i) letter.subject += " Łódź’s";
  const auto head = headers(as_mime(letter, kFrom));
  EXPECT_TRUE(std::ranges::all_of(head, [](char c) { return static_cast<unsigned char>(c) < 0x80; }));
  for (const auto& line : base::split(head, '\n')) EXPECT_LE(line.size(), 79U) << line;
  EXPECT_THAT(head, HasSubstr("Subject: =?UTF-8?B?"));
}

TEST(Mime, KeepsLinesShortAndBlanksAtTheirEnds) {
  auto letter = a_letter();
  letter.body = std::string(500, 'x') + " \n.\na = b ’\t\r\nlast";
  const auto message = as_mime(letter, kFrom);
  for (const auto& line : base::split(message, '\n')) EXPECT_LE(line.size(), 78U) << line;
  EXPECT_THAT(message, AllOf(HasSubstr("x=20\r\n.\r\n"), HasSubstr("a =3D b =E2=80=99=09\r\nlast\r\n")));
}

TEST(Mime, CarriesAnInvitationBesideTheText) {
  auto letter = a_letter();
  letter.calendar = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n";
  const auto message = as_mime(letter, kFrom);
  EXPECT_THAT(message, AllOf(HasSubstr("Content-Type: multipart/alternative;"),
                             HasSubstr("Content-Type: text/calendar; charset=UTF-8; method=REQUEST\r\n"),
                             HasSubstr("QkVHSU46VkNBTEVOREFSDQpNRVRIT0Q6UkVRVUVTVA0KRU5EOlZDQUxFTkRBUg0K\r\n")));
  EXPECT_EQ(as_mime(letter, kFrom), message) << "a letter sent twice is the same to the byte";
}

TEST(Address, IsPlainAsciiWithOneAt) {
  for (const char* good : {"a@b", "o'brien+x@north.example", "a.b@c.d"}) EXPECT_TRUE(is_address(good)) << good;
  for (const char* bad : {"", "a", "@b", "a@", "a@b@c", "a b@c", "a@b>", "<a@b", "a@b\r\nRCPT TO:<c@d>", "a@b\n", "é@b",
                          "a@b,c@d", "\"a\"@b", "-a@b", "a@b;c"})
    EXPECT_FALSE(is_address(bad)) << bad;
  EXPECT_FALSE(is_address(std::string(260, 'a') + "@b"));
}

TEST(Address, OfTheSenderMayHaveAName) {
  EXPECT_EQ(parse_from("a@b")->address, "a@b");
  EXPECT_EQ(parse_from("Plumbline <a@b.example>")->name, "Plumbline");
  EXPECT_EQ(parse_from("\"Audit, North\" <a@b.example>")->name, "Audit, North");
  EXPECT_EQ(parse_from("Plumbline <a@b.example>")->domain(), "b.example");
  for (const char* bad : {"", "x", "a@b>", "<a@b> x", "N <a b@c>"}) EXPECT_FALSE(parse_from(bad)) << bad;
}

}  // namespace
}  // namespace plumbline::mail

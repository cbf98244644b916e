#include "network/dns.h"

#include <gtest/gtest.h>

#include "network/testing.h"

namespace cordon::network {
namespace {

using namespace testing;

std::string answer_text(std::uint16_t type, std::string_view data) {
  const auto message =
      read_dns(dns_message(0x8180, {dns_question("a.test", type)}, {dns_record(kFirstName, type, data)}));
  return message && message->answers.size() == 1 ? message->answers[0].text : "not read";
}

TEST(Dns, ReadsAQuestion) {
  const auto message = read_dns(dns_message(0x0100, {dns_question("WWW.Example.test", 28)})).value();
  EXPECT_FALSE(message.response);
  EXPECT_EQ(message.id, 7);
  ASSERT_EQ(message.questions.size(), 1u);
  EXPECT_EQ(message.questions[0].name, "www.example.test");
  EXPECT_EQ(message.questions[0].type, 28);
  EXPECT_TRUE(message.whole);
}

TEST(Dns, ReadsAnAnswerWithAliases) {
  const auto message = read_dns(dns_message(0x8180, {dns_question("www.example.test")},
                                            {dns_record(kFirstName, 5, "\4edge\xC0\x10"),
                                             dns_record("\xC0\x2E", 1, bytes_of("\xC0\0\2\1"))}))
                           .value();
  EXPECT_TRUE(message.response);
  EXPECT_EQ(message.code, 0);
  ASSERT_EQ(message.answers.size(), 2u);
  EXPECT_EQ(message.answers[0].text, "edge.example.test");
  EXPECT_EQ(message.answers[1].name, "edge.example.test");
  EXPECT_EQ(message.answers[1].text, "192.0.2.1");
  EXPECT_EQ(message.answers[1].address, Address::v4(bytes_of("\xC0\0\2\1")));
  EXPECT_EQ(message.answers[1].ttl_seconds, 60u);
}

TEST(Dns, WritesRecordsAsText) {
  EXPECT_EQ(answer_text(28, "\x20\x01\x0D\xB8" + std::string(11, '\0') + '\1'), "2001:db8::1");
  EXPECT_EQ(answer_text(15, bytes_of("\0\x0A") + dns_name_bytes("mx.a.test")), "10 mx.a.test");
  EXPECT_EQ(answer_text(33, bytes_of("\0\1\0\2\1\xBB") + dns_name_bytes("s.test")), "1 2 443 s.test");
  EXPECT_EQ(answer_text(16, "\5hello\x07 w\x01rld\\"), "hello w\\001rld\\092");
  EXPECT_EQ(answer_text(6, dns_name_bytes("ns.test") + dns_name_bytes("who.test") + std::string(20, '\0')),
            "ns.test who.test");
  EXPECT_EQ(answer_text(65280, "\xAB\xCD"), "\\# 2 abcd");
  EXPECT_EQ(answer_text(1, "\x01"), "\\# 1 01");  // an address of one byte is none
}

TEST(Dns, EscapesWhatIsNoLetterInAName) {
  std::size_t at = 0;
  EXPECT_EQ(dns_name(bytes_of("\6a.b\\\xFF \1z\0"), at), "a\\046b\\092\\255\\032.z");
  EXPECT_EQ(at, 10u);
}

TEST(Dns, GivesADotForTheRoot) {
  std::size_t at = 0;
  EXPECT_EQ(dns_name(bytes_of("\0"), at), ".");
}

TEST(Dns, EndsAtPointersThatLeadNowhere) {
  for (const std::string& bytes : {bytes_of("\xC0\0"), bytes_of("\1a\xC0\0"), bytes_of("\xC0\xFF"), bytes_of("\xC0"),
                                   bytes_of("\5ab"), bytes_of("\x41"), bytes_of("")}) {
    std::size_t at = 0;
    EXPECT_EQ(dns_name(bytes, at), std::nullopt);
  }
}

TEST(Dns, RefusesNamesOfMoreThan255Bytes) {
  std::string bytes;
  for (int i = 0; i < 4; ++i) bytes += '\x3E' + std::string(62, 'x');
  std::size_t at = 0;
  EXPECT_TRUE(dns_name(bytes + bytes_of("\1a\0"), at).has_value());  // 4 * 63 + 2 + 1
  at = 0;
  EXPECT_EQ(dns_name(bytes + bytes_of("\2ab\0"), at), std::nullopt);
}

TEST(Dns, KeepsWhatStandsBeforeTheCut) {
  const std::string whole = dns_message(
      0x8180, {dns_question("a.test")},
      {dns_record(kFirstName, 1, bytes_of("\xC0\0\2\1")), dns_record(kFirstName, 1, bytes_of("\xC0\0\2\2"))});
  const auto message = read_dns(whole.substr(0, whole.size() - 1)).value();
  EXPECT_EQ(message.answers.size(), 1u);
  EXPECT_TRUE(message.incomplete);
  EXPECT_FALSE(message.whole);
}

TEST(Dns, TellsWhatItsSenderLeftOutFromWhatIsDamaged) {
  const auto message = read_dns(dns_message(0x8380, {dns_question("a.test")})).value();
  EXPECT_TRUE(message.shortened);
  EXPECT_FALSE(message.incomplete);
}

TEST(Dns, FailsOnWhatIsNoMessage) {
  EXPECT_EQ(read_dns("short").error().code, ErrorCode::truncated);
  EXPECT_EQ(read_dns(dns_message(0x0100, {bytes_of("\xC0\x0C\0\1\0\1")})).error().code, ErrorCode::syntax);
}

TEST(Dns, CountsAnswersBeyondTheLimit) {
  std::vector<std::string> answers(10, dns_record(kFirstName, 1, bytes_of("\xC0\0\2\1")));
  const auto message = read_dns(dns_message(0x8180, {dns_question("a.test")}, answers), {.records = 4}).value();
  EXPECT_EQ(message.answers.size(), 4u);
  EXPECT_EQ(message.records_left_out, 6u);
}

TEST(Dns, AddsTheUpperBitsOfTheCode) {  // RFC 6891 section 6.1.3
  std::string bytes = dns_message(0x8180, {dns_question("a.test")});
  bytes[11] = 1;
  const auto message = read_dns(bytes + bytes_of("\0\0\x29\x10\0\1\0\0\0\0\0")).value();
  EXPECT_EQ(dns_code_name(message.code), "BADVERS");
}

TEST(Dns, NamesTypesAndCodes) {
  EXPECT_EQ(dns_type_name(65), "HTTPS");
  EXPECT_EQ(dns_type_name(65280), "TYPE65280");
  EXPECT_EQ(dns_code_name(3), "NXDOMAIN");
  EXPECT_EQ(dns_code_name(15), "RCODE15");
}

}  // namespace
}  // namespace cordon::network

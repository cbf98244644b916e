#include "host/sensor/dns_answer.h"

#include <gtest/gtest.h>

namespace cordon::host {
namespace {

using namespace std::literals;

// A head that answers one question with `records` records, and the question "a.test" of a type.
std::string answer(char records, char type, std::string_view rest, std::string_view flags = "\x81\x80"sv) {
  std::string out = "\x12\x34"s;
  out += flags;
  out += "\x00\x01\x00"sv;
  out += records;
  out +=
      "\x00\x00\x00\x00\x01"
      "a\x04test\x00\x00"sv;
  out += type;
  out += "\x00\x01"sv;
  out += rest;
  return out;
}

constexpr std::string_view kAddress = "\xc0\x0c\x00\x01\x00\x01\x00\x00\x00\x3c\x00\x04\xc0\x00\x02\x07"sv;

TEST(DnsAnswer, GivesTheQuestionAndItsAddresses) {
  auto read = read_dns_answer(answer(2, 1, std::string(kAddress) + std::string(kAddress.substr(0, 15)) + "\x08"));
  ASSERT_TRUE(read);
  EXPECT_EQ(read->name, "a.test");
  EXPECT_EQ(read->type, "A");
  EXPECT_EQ(read->response, "NOERROR");
  EXPECT_EQ(read->addresses, (std::vector<std::string>{"192.0.2.7", "192.0.2.8"}));
  EXPECT_FALSE(read->cut);
}

TEST(DnsAnswer, FollowsAliases) {
  auto alias = "\xc0\x0c\x00\x05\x00\x01\x00\x00\x00\x3c\x00\x04\x01x\xc0\x0e"sv;
  auto read = read_dns_answer(answer(2, 1, std::string(alias) + std::string(kAddress)));
  ASSERT_TRUE(read);
  EXPECT_EQ(read->aliases, std::vector<std::string>{"x.test"});
  EXPECT_EQ(read->addresses, std::vector<std::string>{"192.0.2.7"});
}

TEST(DnsAnswer, ReadsAddressesOfVersionSix) {
  auto record = "\xc0\x0c\x00\x1c\x00\x01\x00\x00\x00\x3c\x00\x10\x20\x01\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\x09"sv;
  auto read = read_dns_answer(answer(1, 28, record));
  ASSERT_TRUE(read);
  EXPECT_EQ(read->type, "AAAA");
  EXPECT_EQ(read->addresses, std::vector<std::string>{"2001:db8::9"});
}

TEST(DnsAnswer, SaysThatThereIsNoSuchName) {
  auto read = read_dns_answer(answer(0, 16, "", "\x81\x83"sv));
  ASSERT_TRUE(read);
  EXPECT_EQ(read->response, "NXDOMAIN");
  EXPECT_EQ(read->type, "TXT");
  EXPECT_EQ(read_dns_answer(answer(0, 99, "", "\x81\x8b"sv))->response, "RCODE11");
  EXPECT_EQ(read_dns_answer(answer(0, 99, ""))->type, "TYPE99");
}

TEST(DnsAnswer, KeepsWhatCameBeforeTheCut) {
  std::string whole = answer(2, 1, std::string(kAddress) + std::string(kAddress));
  auto read = read_dns_answer(std::string_view(whole).substr(0, whole.size() - 1));
  ASSERT_TRUE(read);
  EXPECT_TRUE(read->cut);
  EXPECT_EQ(read->addresses, std::vector<std::string>{"192.0.2.7"});
  EXPECT_TRUE(read_dns_answer(answer(0, 1, "", "\x83\x80"sv))->cut);
}

TEST(DnsAnswer, EndsWhereNamesPointInCircles) {
  auto circle = "\x12\x34\x81\x80\0\x01\0\0\0\0\0\0\xc0\x0c\0\x01\0\x01"sv;
  auto read = read_dns_answer(circle);
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, ErrorCode::invalid_value);
}

TEST(DnsAnswer, RefusesWhatIsNoAnswer) {
  EXPECT_EQ(read_dns_answer("").error().code, ErrorCode::truncated);
  EXPECT_EQ(read_dns_answer(answer(0, 1, "", "\x01\x00"sv)).error().code, ErrorCode::invalid_value);
  std::string whole = answer(0, 1, "");
  for (std::size_t length = 12; length < whole.size(); ++length) {
    auto read = read_dns_answer(std::string_view(whole).substr(0, length));
    ASSERT_FALSE(read) << length;
    EXPECT_EQ(read.error().code, ErrorCode::truncated);
  }
}

TEST(DnsAnswer, WritesStrangeLettersVisibly) {
  auto message =
      "\x12\x34\x81\x80\0\x01\0\0\0\0\0\0\x04"
      "a.\n\\\0\0\x01\0\x01"sv;
  auto read = read_dns_answer(message);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->name, "a\\046\\010\\092");
}

TEST(DnsAnswer, RefusesANameThatIsTooLong) {
  std::string message = "\x12\x34\x81\x80\0\x01\0\0\0\0\0\0"s;
  for (int label = 0; label < 5; ++label) message += "\x3f" + std::string(63, 'x');
  message += "\0\0\x01\0\x01"s;
  EXPECT_EQ(read_dns_answer(message).error().code, ErrorCode::invalid_value);
}

}  // namespace
}  // namespace cordon::host

#include "cli/gate_address.h"

#include <gtest/gtest.h>

namespace cordon::cli {
namespace {

std::string address(const std::string& named, const std::string& settings = "") {
  const auto read = policy::read_settings(settings, "cordon.yaml");
  EXPECT_TRUE(read) << read.error().describe();
  const auto out = gate_address(named, *read);
  return out ? *out : std::string(to_string(out.error().code));
}

TEST(GateAddress, IsWhatIsNamedElseWhatTheSettingsSay) {
  EXPECT_EQ(address(""), "http://127.0.0.1:4873/");
  EXPECT_EQ(address("http://gate.example.test:81"), "http://gate.example.test:81/");
  EXPECT_EQ(address("HTTPS://gate.example.test/npm"), "https://gate.example.test/npm/");
  EXPECT_EQ(address("", "gate:\n  listen: 0.0.0.0:9000\n"), "http://127.0.0.1:9000/");
  EXPECT_EQ(address("", "gate:\n  listen: \"[::1]:9000\"\n"), "http://[::1]:9000/");
  EXPECT_EQ(address("", "gate:\n  public_address: https://gate.example.test\n"), "https://gate.example.test/");
  EXPECT_EQ(address("", "gate:\n  certificate: c.pem\n  key: k.pem\n"), "https://127.0.0.1:4873/");
}

TEST(GateAddress, IsNothingThatAFileWouldReadOtherwise) {
  for (const char* each :
       {"gate.example.test", "ftp://gate.example.test/", "http://", "http://a:b@gate.example.test/",
        "http://gate.example.test/;x", "http://gate.example.test/\"x", "http://gate.example.test/#x",
        "http://gate.example.test/?x", "http://gate.example.test/ x", "http://gate.example.test/\nx"})
    EXPECT_EQ(address(each), "usage") << each;
  EXPECT_EQ(address("", "gate:\n  listen: 127.0.0.1:0\n"), "usage");
}

TEST(GateAddress, KnowsItself) {
  EXPECT_TRUE(is_gate_itself("http://127.0.0.1:4873/", "127.0.0.1", 4873));
  EXPECT_TRUE(is_gate_itself("https://localhost:4873", "0.0.0.0", 4873));
  EXPECT_TRUE(is_gate_itself("http://[fd00::1]:4873/", "fd00::1", 4873));
  EXPECT_FALSE(is_gate_itself("http://127.0.0.1:48731/", "127.0.0.1", 4873));
  EXPECT_FALSE(is_gate_itself("http://registry.example.test:4873/", "127.0.0.1", 4873));
}

}  // namespace
}  // namespace cordon::cli

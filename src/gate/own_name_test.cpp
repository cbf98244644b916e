#include "gate/own_name.h"

#include <gtest/gtest.h>

namespace cordon::gate {
namespace {

bool is_meant(std::string_view host, std::string_view origin = {}, const char* address = "127.0.0.1",
              const char* base = "") {
  GateOptions options;
  options.server.address = address;
  options.public_base = base;
  return why_not_meant(options, host, origin).empty();
}

TEST(OwnName, OnLoopbackOnlyItsNamesAreMeant) {
  for (const char* host : {"127.0.0.1:4873", "127.1.2.3", "localhost", "LOCALHOST:80", "localhost.:80", "[::1]:4873",
                           "gate.localhost:4873"})
    EXPECT_TRUE(is_meant(host)) << host;
  for (const char* host : {"evil.example.test", "127.0.0.1.evil.example.test:4873", "localhost.evil.example.test", "",
                           "10.0.0.1", "notlocalhost"})
    EXPECT_FALSE(is_meant(host)) << host;
}

TEST(OwnName, ElsewhereEveryNameIs) { EXPECT_TRUE(is_meant("gate.example.test", {}, "0.0.0.0")); }

TEST(OwnName, ANameThatItWasToldIsItsOwn) {
  const char* base = "https://Gate.example.test:8443/npm/";
  EXPECT_TRUE(is_meant("gate.example.test", {}, "127.0.0.1", base));
  EXPECT_TRUE(is_meant("GATE.example.test:8443", {}, "127.0.0.1", base));
  EXPECT_TRUE(is_meant("127.0.0.1:4873", {}, "127.0.0.1", base));
  EXPECT_FALSE(is_meant("evil.example.test", {}, "127.0.0.1", base));
  EXPECT_FALSE(is_meant("", {}, "127.0.0.1", base));
  EXPECT_FALSE(is_meant("gate.example.test", "https://evil.example.test", "127.0.0.1", base));
}

TEST(OwnName, PagesOfOtherOriginsMayNotAsk) {
  EXPECT_TRUE(is_meant("localhost:4873", "http://localhost:4873"));
  EXPECT_FALSE(is_meant("localhost:4873", "http://localhost:8080"));
  EXPECT_FALSE(is_meant("localhost:4873", "https://evil.example.test"));
  EXPECT_FALSE(is_meant("localhost:4873", "null"));
}

}  // namespace
}  // namespace cordon::gate

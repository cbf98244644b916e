#include "app/registry_credentials.h"

#include <gtest/gtest.h>

namespace cordon::app {
namespace {

std::string variable(std::string_view name) { return name == "NPM_TOKEN" ? "from-variable" : ""; }

TEST(RegistryCredentials, AreOfTheAddressTheyWereWrittenFor) {
  const RegistryCredentials credentials(
      "registry=https://npm.example.test/repo/\n"
      "//npm.example.test/repo/:_authToken=first\n"
      "//npm.example.test/repo/deep/:_authToken = \"second\" \n"
      "//commented.example.test/:_authToken=third ; of last year\n"
      "//other.example.test:8443/:_authToken=${NPM_TOKEN}\r\n",
      variable);
  EXPECT_EQ(credentials.for_base("https://npm.example.test/repo"), "Bearer first");
  EXPECT_EQ(credentials.for_base("https://npm.example.test/repo/deep/"), "Bearer second");
  EXPECT_EQ(credentials.for_base("https://commented.example.test/"), "Bearer third");
  EXPECT_EQ(credentials.for_base("https://other.example.test:8443/npm/"), "Bearer from-variable");
  for (const char* base :
       {"https://npm.example.test/", "https://npm.example.test/repository/", "https://other.example.test/",
        "http://npm.example.test/repo/", "https://npm.example.test.evil.example/repo/",
        "https://evil.example/npm.example.test/repo/", ""})
    EXPECT_EQ(credentials.for_base(base), "") << base;
}

TEST(RegistryCredentials, WhatIsNoTokenIsLeftOut) {
  const RegistryCredentials credentials(
      "//a.example.test/:_authToken=${UNSET}\n"
      "//b.example.test/:_authToken=two words\n"
      "//c.example.test/:_authToken=\n"
      "//d.example.test/:_auth=dXNlcjpwYXNz\n"
      "; //e.example.test/:_authToken=comment\n"
      "_authToken=for-everybody\n"
      "[section]\n"
      "//f.example.test/:_authToken=in-section\n",
      variable);
  for (const char* host : {"a", "b", "c", "d", "e", "f"})
    EXPECT_EQ(credentials.for_base("https://" + std::string(host) + ".example.test/"), "") << host;
}

TEST(RegistryCredentials, OfTwoTheLastCounts) {
  const RegistryCredentials credentials("//a.example.test/:_authToken=old\n//a.example.test/:_authToken=new", variable);
  EXPECT_EQ(credentials.for_base("https://a.example.test/"), "Bearer new");
}

}  // namespace
}  // namespace cordon::app

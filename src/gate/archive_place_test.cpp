#include "gate/archive_place.h"

#include <gtest/gtest.h>

#include "model/default_registry.h"

namespace cordon::gate {
namespace {

std::string place(const std::string& address, const std::string& base = "https://registry.example.test/npm/") {
  Upstream upstream;
  upstream.base = base;
  const auto out = archive_place(upstream, {"cdn.example.test"}, address);
  if (!out) EXPECT_EQ(out.error().code, ErrorCode::refused);
  return out ? *out : out.error().message;
}

bool is_asked(const std::string& address, const std::string& base = "https://registry.example.test/npm/") {
  return place(address, base) == address;
}

TEST(ArchivePlace, TheRegistrysOwnHostAndThoseThatAreNamed) {
  EXPECT_TRUE(is_asked("https://registry.example.test/npm/a/-/a-1.0.0.tgz"));
  EXPECT_TRUE(is_asked("https://registry.example.test:443/else/a.tgz"));
  EXPECT_TRUE(is_asked("https://REGISTRY.example.test/a.tgz"));
  EXPECT_TRUE(is_asked("https://cdn.example.test/a.tgz?signature=x"));
  EXPECT_FALSE(is_asked("https://other.example.test/a.tgz"));
  EXPECT_FALSE(is_asked("https://registry.example.test.evil.test/a.tgz"));
}

TEST(ArchivePlace, ARegistryBehindTlsThatDoesNotKnowOfItIsAskedByTls) {
  EXPECT_EQ(place("http://registry.example.test/npm/a/-/a-1.0.0.tgz"),
            "https://registry.example.test/npm/a/-/a-1.0.0.tgz");
}

TEST(ArchivePlace, AnotherPortIsAnotherServer) {
  EXPECT_FALSE(is_asked("https://registry.example.test:8443/a.tgz"));
  EXPECT_TRUE(is_asked("http://127.0.0.1:4873/a.tgz", "http://127.0.0.1:4873/"));
  EXPECT_FALSE(is_asked("http://127.0.0.1:22/a.tgz", "http://127.0.0.1:4873/"));
  EXPECT_TRUE(is_asked("http://[::1]:4873/a.tgz", "http://[::1]:4873/"));
  EXPECT_FALSE(is_asked("http://[::1]:4874/a.tgz", "http://[::1]:4873/"));
}

TEST(ArchivePlace, WhatLeadsOutOfItsFolderIsNotAsked) {
  for (const char* path :
       {"npm/../evil/x.tgz", "npm/%2e%2E/x.tgz", "npm/.%2e/x.tgz", "npm/./x.tgz", "npm\\..\\x.tgz", "npm/x/.."})
    EXPECT_FALSE(is_asked("https://registry.example.test/" + std::string(path))) << path;
  EXPECT_TRUE(is_asked("https://registry.example.test/npm/a..b/...tgz?x=/../"));
}

TEST(ArchivePlace, ThePublicRegistryMeansTheOneBehindTheGate) {
  const std::string usual(model::default_registry("npm")), of_yarn(model::default_registry_of_yarn());
  for (const std::string& base : {usual, of_yarn, "http" + usual.substr(5), "http" + of_yarn.substr(5)})
    EXPECT_EQ(place(base + "a/-/a-1.0.0.tgz"), "https://registry.example.test/npm/a/-/a-1.0.0.tgz");
  EXPECT_TRUE(is_asked(usual + "a/-/a-1.0.0.tgz", usual));
}

TEST(ArchivePlace, MessagesHaveNoSecrets) {
  const std::string told = place("https://user:PASSWORD@other.example.test/a.tgz?X-Amz-Signature=SIGNED");
  EXPECT_NE(told.find("other.example.test/a.tgz"), std::string::npos);
  EXPECT_EQ(told.find("PASSWORD"), std::string::npos) << told;
  EXPECT_EQ(told.find("SIGNED"), std::string::npos) << told;
}

}  // namespace
}  // namespace cordon::gate

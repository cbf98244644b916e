#include "app/archive_address.h"

#include <gtest/gtest.h>

namespace cordon::app {
namespace {

const std::string kHost = "https://registry.example.test";

TEST(ArchiveAddress, TellsThatOfAnotherPackageOrVersion) {
  EXPECT_EQ(lie_of_address("tool", "1.4.0", kHost + "/evil/-/evil-6.6.6.tgz"),
            "is fetched from the address of evil 6.6.6");
  EXPECT_EQ(lie_of_address("tool", "1.4.0", kHost + "/tool/-/tool-1.3.0.tgz?x=/tool/-/tool-1.4.0.tgz"),
            "is fetched from the address of version 1.3.0");
  EXPECT_EQ(lie_of_address("tool", "1.4.0", kHost + "/@evil/tool/-/tool-1.4.0.tgz"),
            "is fetched from the address of @evil/tool 1.4.0");
}

TEST(ArchiveAddress, BelievesItsOwnAndWhatNamesNothing) {
  for (const char* address : {"/tool/-/tool-1.4.0.tgz", "/proxy/tool/-/tool-1.4.0.tgz", "/download/tool/1.4.0/abcdef"})
    EXPECT_EQ(lie_of_address("tool", "1.4.0+build.7", kHost + address), "") << address;
  EXPECT_EQ(lie_of_address("@a/tool", "1.4.0", kHost + "/@a%2ftool/-/tool-1.4.0.tgz"), "");
  EXPECT_EQ(lie_of_address("tool", "1.4.0", ""), "");
  EXPECT_EQ(lie_of_address("tool", "1.4.0", "tool-1.4.0.tgz"), "");
}

TEST(ArchiveAddress, TellsWhatLeadsElsewhereThanItLooks) {
  for (const char* address :
       {"/tool/-/../../evil/-/x/tool/-/tool-1.4.0.tgz", "/evil/-/evil-6.6.6.tgz/%2E%2e/tool/-/tool-1.4.0.tgz",
        "/evil%2f..%2ftool/-/tool-1.4.0.tgz", "/evil\\..\\tool/-/tool-1.4.0.tgz"})
    EXPECT_NE(lie_of_address("tool", "1.4.0", kHost + address), "") << address;
}

TEST(ArchiveAddress, KnowsTheShapeOfRegistries) {
  EXPECT_TRUE(names_release(kHost + "/tool/-/tool-1.4.0.tgz", "tool"));
  EXPECT_FALSE(names_release(kHost + "/tool/-/other-1.4.0.tgz", "tool"));
  EXPECT_FALSE(names_release(kHost + "/evil.tgz", "tool"));
  EXPECT_FALSE(names_release("", "tool"));
}

}  // namespace
}  // namespace cordon::app

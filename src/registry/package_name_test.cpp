#include "registry/package_name.h"

#include <gtest/gtest.h>

namespace cordon::registry {
namespace {

TEST(PackageName, HasOneOrTwoPlainParts) {
  for (const char* name : {"lodash", "JSONStream", "@scope/name", "a.b_c~d", "-", "@-/_"})
    EXPECT_TRUE(is_package_name(name)) << name;
  for (const char* name :
       {"", ".a", "@scope", "@/a", "@a/", "@a/.b", "a/b", "@a/b/c", "a b", "a%20", "a\\b", "l\xC3\xB6"})
    EXPECT_FALSE(is_package_name(name)) << name;
  EXPECT_FALSE(is_package_name(std::string(215, 'a')));
}

TEST(PackageName, OfVersionsAndArchives) {
  EXPECT_TRUE(is_version_or_tag("1.0.0-beta.1+b"));
  for (const char* text : {"", "-", ".1", "1/2", "1 2"}) EXPECT_FALSE(is_version_or_tag(text)) << text;
  EXPECT_TRUE(is_archive_file("name-1.0.0.tgz"));
  for (const char* text : {"name-1.0.0.zip", ".tgz", "a/b.tgz", "..tgz"}) EXPECT_FALSE(is_archive_file(text)) << text;
}

TEST(PackageName, IsWrittenAsOnePartOfAPath) {
  EXPECT_EQ(escaped_name("@scope/name"), "@scope%2fname");
  EXPECT_EQ(escaped_part("@a/b c%\xC3\xB6"), "@a%2Fb%20c%25%C3%B6");
  EXPECT_EQ(conventional_file("@scope/name", "1.0.0"), "name-1.0.0.tgz");
}

}  // namespace
}  // namespace cordon::registry

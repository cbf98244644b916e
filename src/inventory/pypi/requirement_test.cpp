#include "inventory/pypi/requirement.h"

#include <gtest/gtest.h>

namespace cordon::inventory::pypi {
namespace {

Requirement read(const std::string& text) {
  auto parsed = parse_requirement(text);
  EXPECT_TRUE(parsed) << text;
  return parsed ? *parsed : Requirement();
}

TEST(PypiRequirement, NameExtrasVersionsAndMarkerAreToldApart) {
  const Requirement read_one =
      read("Requests[Security, socks_5] >=2.8.1, ==2.8.* ; python_version < '2.7' and extra == 'x'");
  EXPECT_EQ(read_one.name, "requests");
  EXPECT_EQ(read_one.extras, (std::vector<std::string>{"security", "socks-5"}));
  EXPECT_EQ(read_one.specifiers, ">=2.8.1, ==2.8.*");
  EXPECT_EQ(read_one.marker, "python_version < '2.7' and extra == 'x'");
  EXPECT_EQ(read_one.exact_version(), "");
  EXPECT_EQ(read("a").specifiers, "");
  EXPECT_EQ(read("a[]==1").exact_version(), "1");
  EXPECT_EQ(read("a(>=1)").specifiers, ">=1");
  EXPECT_EQ(read("a (==1.0) ; x").exact_version(), "1.0");
}

TEST(PypiRequirement, AnAddressStandsBehindAnAtSign) {
  const Requirement git = read("a[b] @ git+https://git.example.test/a.git@main#egg=a;b ; os_name == 'nt'");
  EXPECT_EQ(git.name, "a");
  EXPECT_EQ(git.url, "git+https://git.example.test/a.git@main#egg=a;b");
  EXPECT_EQ(git.marker, "os_name == 'nt'");
  EXPECT_EQ(git.specification(), "@ git+https://git.example.test/a.git@main#egg=a;b");
}

TEST(PypiRequirement, OnlyEqualsPinsAVersion) {
  EXPECT_EQ(exact_version("==1.0"), "1.0");
  EXPECT_EQ(exact_version("=== 1.0-anything"), "1.0-anything");
  EXPECT_EQ(exact_version(">=1,==1.5"), "1.5");
  EXPECT_EQ(exact_version("==1.*"), "");
  EXPECT_EQ(exact_version("~=1.0"), "");
  EXPECT_EQ(exact_version("== "), "");
  EXPECT_EQ(exact_version("=='1.0'"), "");
  EXPECT_EQ(read("old==2013-05-10").exact_version(), "2013-05-10");
}

TEST(PypiRequirement, WhatIsNoneIsAnError) {
  for (const char* text : {"", "==1", "-a", "a b", "a[", "a[/]", "a>", "a @", "{{ a }}", "a=>1"}) {
    const auto parsed = parse_requirement(text);
    ASSERT_FALSE(parsed) << text;
    EXPECT_EQ(parsed.error().code, ErrorCode::syntax) << text;
  }
}

}  // namespace
}  // namespace cordon::inventory::pypi

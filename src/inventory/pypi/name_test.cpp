#include "inventory/pypi/name.h"

#include <gtest/gtest.h>

namespace cordon::inventory::pypi {
namespace {

TEST(PypiName, RunsOfSeparatorsAreOneHyphenAndCapitalsAreSmall) {
  for (const char* name : {"Foo.Bar", "foo_bar", "FOO--bar", "foo._-bar", "foo-bar"})
    EXPECT_EQ(normal_name(name), "foo-bar") << name;
  EXPECT_EQ(normal_name(""), "");
}

TEST(PypiName, ANameBeginsAndEndsWithALetterOrDigit) {
  for (const char* name : {"a", "A1", "ruamel.yaml", "backports.ssl_match-hostname"})
    EXPECT_TRUE(is_name(name)) << name;
  for (const char* name : {"", "-a", "a-", ".a", "a b", "a/b", "na\xC3\xAFve"}) EXPECT_FALSE(is_name(name)) << name;
}

}  // namespace
}  // namespace cordon::inventory::pypi

#include "git/format.h"

#include <gtest/gtest.h>

namespace cordon::git {
namespace {

ErrorCode code_of(std::string_view configuration) {
  const auto format = read_format(configuration);
  return format ? ErrorCode::internal : format.error().code;
}

TEST(Format, OfAnOrdinaryRepositoryIsRead) {
  EXPECT_FALSE(read_format("").value().partial);
  EXPECT_FALSE(read_format("[core]\n\trepositoryformatversion = 0\n\tbare = false\n[remote \"origin\"]\n\turl = x\n")
                   .value()
                   .partial);
  EXPECT_TRUE(
      read_format("[core]\nrepositoryformatversion = 1\n[extensions]\nworktreeConfig = true\n"
                  "relativeWorktrees\npreciousObjects=true\nobjectFormat = SHA1 # as ever\nrefStorage = \"files\"\n")
          .has_value());
}

TEST(Format, SaysThatACloneIsPartial) {
  EXPECT_TRUE(read_format("[remote \"origin\"]\n\tpromisor = true\n").value().partial);
  EXPECT_TRUE(read_format("[extensions]\n\tpartialClone = origin\n").value().partial);
}

TEST(Format, WithOtherNamesOfObjectsIsRefused) {
  EXPECT_EQ(code_of("[extensions]\n\tobjectformat = sha256\n"), ErrorCode::unsupported_version);
  EXPECT_EQ(code_of("[Extensions] ObjectFormat = \"sha256\" ; a comment\r\n"), ErrorCode::unsupported_version);
  EXPECT_EQ(code_of("[core]\n\trepositoryFormatVersion = 2\n"), ErrorCode::unsupported_version);
}

TEST(Format, ThatIsNotKnownIsRefused) {
  EXPECT_EQ(code_of("[extensions]\nrefStorage = reftable\n"), ErrorCode::unsupported_format);
  EXPECT_EQ(code_of("[extensions]\nsomethingNew = true\n"), ErrorCode::unsupported_format);
}

TEST(Format, IsReadFromAnyBytes) {
  for (const std::string_view text : {"[", "[]", "]", "=", "[core", "[core]=", "\"", "[a \"b]\"", "[ ]x", "\n\n[\n"})
    EXPECT_TRUE(read_format(text).has_value()) << text;
}

}  // namespace
}  // namespace cordon::git

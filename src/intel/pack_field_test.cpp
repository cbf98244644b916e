#include "intel/pack_field.h"

#include <gtest/gtest.h>

#include <array>

#include "base/yaml.h"

namespace cordon::intel::field {
namespace {

Document parse(const std::string& text) { return yaml::parse(text).value(); }

TEST(PackField, AnUnknownKeyIsAnErrorAtItsLineThatNamesTheNearest) {
  const Document document = parse("name: a\nversoins: []\n");
  const std::array<std::string_view, 2> allowed = {"name", "versions"};
  const auto result = check_keys(document.root(), allowed, "an entry");
  EXPECT_EQ(result.error().code, ErrorCode::unknown_key);
  EXPECT_EQ(result.error().line, 2u);
  EXPECT_NE(result.error().message.find("versions"), std::string::npos);
}

TEST(PackField, NumbersStayAsTheyAreWritten) {
  const Document document = parse("version: 1.10\n");
  EXPECT_EQ(text(document.root()["version"], "version").value(), "1.10");
}

TEST(PackField, AbsentAndEmptyValuesAreMissingOthersHaveTheWrongType) {
  const Document document = parse("\nempty:\nlist: []\nmap: {}\nyes: true\n");
  const Value root = document.root();
  EXPECT_EQ(text(root["absent"], "absent", root).error().code, ErrorCode::missing_field);
  EXPECT_EQ(text(root["absent"], "absent", root).error().line, 2u);  // of the mapping that lacks it
  EXPECT_EQ(text(root["empty"], "empty", root).error().code, ErrorCode::missing_field);
  EXPECT_EQ(text(root["map"], "map", root).error().code, ErrorCode::wrong_type);
  EXPECT_EQ(text(root["yes"], "yes", root).error().code, ErrorCode::wrong_type);
  EXPECT_EQ(text(root["yes"], "yes", root).error().line, 5u);
}

TEST(PackField, AnAbsentOptionalFieldIsEmptyAndAPresentOneIsChecked) {
  const Document document = parse("good: a\nbad: \"a\\nb\"\n");
  EXPECT_EQ(optional_checked(document.root(), "absent", text_fault).value(), "");
  EXPECT_EQ(optional_checked(document.root(), "good", text_fault).value(), "a");
  EXPECT_EQ(optional_checked(document.root(), "bad", text_fault).error().code, ErrorCode::invalid_value);
  EXPECT_EQ(checked(document.root(), "absent", text_fault).error().code, ErrorCode::missing_field);
}

TEST(PackField, AListIsCheckedElementByElement) {
  const Document document = parse("twice:\n  - a\n  - b\n  - a\nscalar: a\nnested: [[a]]\n");
  const auto twice = checked_list(document.root()["twice"], "twice", text_fault);
  EXPECT_EQ(twice.error().code, ErrorCode::invalid_value);
  EXPECT_EQ(twice.error().line, 4u);
  EXPECT_EQ(checked_list(document.root()["scalar"], "scalar", text_fault).error().code, ErrorCode::wrong_type);
  EXPECT_FALSE(checked_list(document.root()["nested"], "nested", text_fault).has_value());
  EXPECT_TRUE(checked_list(document.root()["absent"], "absent", text_fault).value().empty());
}

TEST(PackField, AListHasALimit) {
  std::string source = "list:\n";
  for (std::size_t i = 0; i <= kMostListed; ++i) source += "  - a" + std::to_string(i) + "\n";
  const Document document = parse(source);
  EXPECT_EQ(checked_list(document.root()["list"], "list", text_fault).error().code, ErrorCode::too_many);
}

}  // namespace
}  // namespace cordon::intel::field

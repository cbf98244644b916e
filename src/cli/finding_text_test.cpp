#include "cli/finding_text.h"

#include <gtest/gtest.h>

#include "model/finding.h"

namespace cordon::cli {
namespace {

model::Finding finding() {
  model::FindingInput input;
  input.rule_id = "test.rule";
  input.title = "something \x1b[31m hostile";
  input.subject = model::file_subject("package-lock.json", 7);
  for (std::uint32_t i = 1; i <= 5; ++i) input.evidence.push_back(model::text_span("a.json", i, "seen", "test"));
  input.exposure = model::unknown_exposure();
  model::establish(input.exposure->executed, model::FactValue::yes, "log:9");
  input.remedy = {{1, "Do this.", std::nullopt}, {2, "Then that.", "cordon scan"}};
  return *model::make_finding(input);
}

std::string text(bool all) {
  StepsSaid said;
  std::string out;
  finding_block(out, Palette({}), finding(), said, all);
  return out;
}

TEST(FindingText, SaysWhatWhereHowFarAndWhatToDo) {
  const std::string shown = text(false);
  for (const char* part : {"something <U+001B>[31m hostile", "package-lock.json:7", "a.json:3", "… and 2 more",
                           "executed: log:9", "1. Do this.", "$ cordon scan", "test.rule"})
    EXPECT_NE(shown.find(part), std::string::npos) << part << "\n" << shown;
  EXPECT_EQ(shown.find("a.json:4"), std::string::npos);
  EXPECT_NE(text(true).find("a.json:5"), std::string::npos);
}

TEST(FindingText, CapitalsAreOfAsciiOnly) { EXPECT_EQ(upper("high ä-1"), "HIGH ä-1"); }

}  // namespace
}  // namespace cordon::cli

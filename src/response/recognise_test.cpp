#include "response/recognise.h"

#include <gtest/gtest.h>

#include "response/testing.h"

namespace cordon::response {
namespace {

using model::CaseFileKind;
using namespace std::string_view_literals;

TEST(Recognise, KnowsCapturesInEveryByteOrder) {
  for (const std::string_view mark :
       {"\xA1\xB2\xC3\xD4"sv, "\xD4\xC3\xB2\xA1"sv, "\xA1\xB2\x3C\x4D"sv, "\x4D\x3C\xB2\xA1"sv, "\x0A\x0D\x0D\x0A"sv})
    EXPECT_EQ(recognise(std::string(mark) + "more"), CaseFileKind::capture);
}

TEST(Recognise, KnowsEvents) {
  const std::string line = testing::event_line(testing::event(1, model::UsagePayload{1, 2}));
  EXPECT_EQ(recognise(line), CaseFileKind::events);
  EXPECT_EQ(recognise("\xEF\xBB\xBF" + line), CaseFileKind::events);
  EXPECT_EQ(recognise("{ \"schema\" : \"cordon.event/2\", \"id\": \"x\"}\n"), CaseFileKind::events);
}

TEST(Recognise, KnowsEventsThatWereCutAtEitherEnd) {
  const std::string line = testing::event_line(testing::event(1, model::UsagePayload{1, 2}));
  EXPECT_EQ(recognise(line.substr(0, 60)), CaseFileKind::events);
  EXPECT_EQ(recognise(line.substr(100) + line), CaseFileKind::events);
}

TEST(Recognise, KnowsReports) {
  EXPECT_EQ(recognise(testing::report_text({}, "x")), CaseFileKind::report);
  EXPECT_EQ(recognise("  {\"findings\": []}"), CaseFileKind::report);
  EXPECT_EQ(recognise("{\"schema\":\"cordon.scan/1\",\"answer\":"), CaseFileKind::report);
}

TEST(Recognise, TakesAReportThatHoldsAnEventForAReport) {
  EXPECT_EQ(recognise("{\n  \"schema\": \"cordon.watch/1\",\n  \"last\": {\"schema\": \"cordon.event/1\"}\n}"),
            CaseFileKind::report);
}

TEST(Recognise, LeavesEverythingElseAsItIs) {
  EXPECT_EQ(recognise(""), CaseFileKind::other);
  EXPECT_EQ(recognise("plain text about findings"), CaseFileKind::other);
  EXPECT_EQ(recognise("{\"name\": \"shop\"}"), CaseFileKind::other);
  EXPECT_EQ(recognise("[{\"findings\": []}]"), CaseFileKind::other);
  EXPECT_EQ(recognise("{\"schema\""), CaseFileKind::other);
  EXPECT_EQ(recognise("{\"schema\": \"cordon.case/1\"}"), CaseFileKind::other);
  EXPECT_EQ(recognise("{\"schema\": \"cordon.inventory/1\"}"), CaseFileKind::other);
}

}  // namespace
}  // namespace cordon::response

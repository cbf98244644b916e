#include "cli/notices_text.h"

#include <gtest/gtest.h>

namespace cordon::cli {
namespace {

model::Notice notice(model::NoticeKind kind) {
  model::Notice out;
  out.kind = kind;
  out.severity = model::Severity::high;
  out.project = "/src/shop";
  out.purl = "pkg:npm/weak@1.0.0";
  out.cause = "CVE-2026-1";
  out.title = "Something \x1b[2J in weak";
  out.fixed = "2.0.0";
  return out;
}

TEST(NoticesText, SaysWhatChangedOfWhichPackageWhere) {
  const std::string line = notice_line(notice(model::NoticeKind::got_fix), {});
  for (const char* part : {"high", "weak 1.0.0", "has a fix by now", "2.0.0 or newer", "CVE-2026-1", "/src/shop"})
    EXPECT_TRUE(line.contains(part)) << part << " is not in " << line;
  EXPECT_FALSE(line.contains('\x1b'));
}

TEST(NoticesText, NothingRememberedAndNothingNewAreDifferentAnswers) {
  model::SinceLast since;
  const std::string never = since_last_text(since, {});
  EXPECT_TRUE(never.contains("nothing here was remembered"));
  since.remembered = "2026-03-31T00:00:00Z";
  since.projects = 2;
  const std::string quiet = since_last_text(since, {});
  EXPECT_TRUE(quiet.contains("2 projects remembered") && quiet.contains("nothing became known"));
  since.notices = {notice(model::NoticeKind::became_bad)};
  EXPECT_TRUE(since_last_text(since, {}).contains("1 thing became known"));
}

}  // namespace
}  // namespace cordon::cli

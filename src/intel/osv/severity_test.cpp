#include "intel/osv/severity.h"

#include <gtest/gtest.h>

namespace cordon::intel {
namespace {

constexpr const char* kCritical = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H";

TEST(Severity, TheNewestVectorCountsBeforeTheWordOfTheDatabase) {
  Advisory advisory;
  EXPECT_EQ(severity_of(advisory), model::Severity::medium);
  EXPECT_FALSE(best_score(advisory));
  advisory.severity = SeverityWord::low;
  EXPECT_EQ(severity_of(advisory), model::Severity::low);
  advisory.cvss = {"AV:L/AC:H/Au:M/C:N/I:N/A:P", kCritical, "no vector"};
  EXPECT_EQ(severity_of(advisory), model::Severity::critical);
  EXPECT_EQ(best_score(advisory)->vector, kCritical);
}

}  // namespace
}  // namespace cordon::intel

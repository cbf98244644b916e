#include "intel/osv/threat_lists.h"

#include <gtest/gtest.h>

namespace cordon::intel {
namespace {

TEST(ThreatLists, ReadsWhichCvesAreExploited) {
  const auto list = read_exploited(R"({"dateReleased": "2026-08-21T16:00:51Z", "vulnerabilities": [
    {"cveID": "CVE-2026-1", "dateAdded": "1970-01-02", "knownRansomwareCampaignUse": "Known"},
    {"cveID": "CVE-2026-2", "dateAdded": "1970-01-03", "knownRansomwareCampaignUse": "Unknown"}]})");
  ASSERT_TRUE(list) << list.error().describe();
  EXPECT_EQ(list->released, "2026-08-21T16:00:51Z");
  EXPECT_EQ(list->cves, (std::vector<ExploitedCve>{{"CVE-2026-1", 1, true}, {"CVE-2026-2", 2, false}}));
}

TEST(ThreatLists, PartOfTheExploitedIsRefused) {
  EXPECT_FALSE(read_exploited("{}"));
  EXPECT_FALSE(read_exploited(R"({"vulnerabilities": [{"cveID": "CVE-2026-1"}]})"));
  EXPECT_FALSE(read_exploited(R"({"vulnerabilities": [{"cveID": "x", "dateAdded": "1970-01-02"}]})"));
}

TEST(ThreatLists, ReadsProbabilitiesWithTheirDate) {
  const auto list = read_probabilities(
      "#model_version:v2025.03.14,score_date:2026-08-22T00:00:00+0000\ncve,epss,percentile\nCVE-2026-1,0.94254,0."
      "999\r\n"
      "CVE-2026-2,1,0.0000099\n");
  ASSERT_TRUE(list) << list.error().describe();
  EXPECT_EQ(list->date, "2026-08-22");
  EXPECT_EQ(list->cves, (std::vector<CveProbability>{{"CVE-2026-1", 94'254, 99'900}, {"CVE-2026-2", 100'000, 0}}));
}

TEST(ThreatLists, RowsThatMakeNoSenseAreRefusedWithTheirLine) {
  for (const char* row : {"CVE-2026-1,0.5", "CVE-2026-1,2,0.5", "CVE-2026-1,0.5,", "CVE-2026-1,0.,0", "x,0.5,0.5",
                          "CVE-2026-1,0.5,0.5,0.5", "CVE-2026-1,1.1,0"}) {
    const auto list = read_probabilities(std::string("cve,epss,percentile\n") + row + "\n");
    ASSERT_FALSE(list) << row;
    EXPECT_EQ(list.error().line, 2u);
  }
  EXPECT_FALSE(read_probabilities(""));
  EXPECT_FALSE(read_probabilities("<html>\n"));
}

}  // namespace
}  // namespace cordon::intel

#include "intel/index/advisory_id.h"

#include <gtest/gtest.h>

namespace cordon::intel {
namespace {

TEST(AdvisoryId, UsualIdsComeBackAsTheyWere) {
  for (const char* id :
       {"GHSA-2222-2222-2222", "GHSA-xxxx-xxxx-xxxx", "GHSA-fw8c-xr5c-95f9", "CVE-2026-0001", "CVE-1999-1234567",
        "GO-2020-0001", "LWA-2026-00042", "MAL-2026-2307", "PYSEC-2024-99", "RUSTSEC-2021-0003"}) {
    const auto key = key_of(id);
    ASSERT_TRUE(key) << id;
    EXPECT_EQ(id_of(*key), id);
  }
}

TEST(AdvisoryId, OtherFormsHaveNoKey) {
  for (const char* id :
       {"", "-", "GHSA-1222-2222-2222", "GHSA-2222-2222-222", "GHSA-2222x2222-2222", "CVE-26-1", "CVE-2026-",
        "CVE-2026-1x", "CVE-2026-1234567890123", "CVE-5000-1", "cve-2026-1", "SNYK-JS-1", "-2026-1"})
    EXPECT_FALSE(key_of(id)) << id;
}

TEST(AdvisoryId, NumbersThatNobodyMadeHaveNoId) {
  EXPECT_EQ(id_of(0), "");
  EXPECT_EQ(id_of(~AdvisoryKey{0}), "");
  EXPECT_EQ(id_of(AdvisoryKey{2} << kSchemeShift).substr(0, 4), "CVE-");
}

TEST(AdvisoryId, KeysSortByDatabaseYearAndNumber) {
  EXPECT_LT(key_of("MAL-2025-9999"), key_of("MAL-2026-0001"));
  EXPECT_LT(key_of("MAL-2026-0001"), key_of("MAL-2026-0002"));
  EXPECT_LT(key_of("MAL-2026-9999"), key_of("MAL-2026-10000"));
}

}  // namespace
}  // namespace cordon::intel

#include "intel/field_form.h"

#include <gtest/gtest.h>

#include <string>

namespace cordon::intel {
namespace {

bool good(Fault fault) { return fault.empty(); }

TEST(FieldForm, ADateIsADayOfTheCalendar) {
  EXPECT_TRUE(good(date_fault("2026-03-31")));
  EXPECT_TRUE(good(date_fault("2024-02-29")));
  for (const char* bad : {"2026-02-29", "2026-13-01", "2026-00-10", "2026-04-31", "2026-3-31", "31-03-2026",
                          "2026/03/31", "2026-03-31T00:00:00Z", "1989-12-31", "", "2026-03-3x"})
    EXPECT_FALSE(good(date_fault(bad))) << bad;
}

TEST(FieldForm, AnInstantIsInUtc) {
  EXPECT_TRUE(good(timestamp_fault("2026-03-31T00:21:00Z")));
  EXPECT_TRUE(good(timestamp_fault("2026-03-31T23:59:60.123Z")));
  for (const char* bad :
       {"2026-03-31T00:21:00", "2026-03-31T00:21:00+02:00", "2026-03-31 00:21:00Z", "2026-03-31T24:00:00Z",
        "2026-03-31T00:60:00Z", "2026-03-31T00:21:61Z", "2026-03-31T00:21:00.Z", "2026-02-30T00:21:00Z",
        "2026-03-31T0a:21:00Z", "2026-03-31", "Z", ""})
    EXPECT_FALSE(good(timestamp_fault(bad))) << bad;
}

TEST(FieldForm, APackIdIsLowerCaseWithSingleHyphens) {
  EXPECT_TRUE(good(pack_id_fault("axios-2026")));
  EXPECT_TRUE(good(pack_id_fault("a")));
  for (const char* bad : {"", "-a", "a-", "a--b", "Axios", "a_b", "a.b", "a/b"})
    EXPECT_FALSE(good(pack_id_fault(bad))) << bad;
  EXPECT_FALSE(good(pack_id_fault(std::string(65, 'a'))));
}

TEST(FieldForm, AdvisoriesHaveTheExactFormOfTheirKind) {
  for (const char* id : {"GHSA-fw8c-xr5c-95f9", "CVE-2025-59144", "CVE-2016-1000027", "MAL-2026-2307", "PYSEC-2022-199",
                         "SNYK-JS-AXIOS-15850650", "RUSTSEC-2022-0042"})
    EXPECT_TRUE(good(advisory_id_fault(id))) << id;
  for (const char* id :
       {"GHSA-fw8c-xr5c-95f", "GHSA-fw8c-xr5c-95f1", "GHSA_fw8c-xr5c-95f9", "ghsa-fw8c-xr5c-95f9", "CVE-25-59144",
        "CVE-2025-123", "CVE-2025-12x45", "MAL-2026-", "MAL-2026", "X", "-1", "A-", "GHSA-", "A-b c", ""})
    EXPECT_FALSE(good(advisory_id_fault(id))) << id;
}

TEST(FieldForm, TagsOfTechniquesHaveTheirNumber) {
  EXPECT_TRUE(good(tag_fault("attack.t1195.002")));
  EXPECT_TRUE(good(tag_fault("attack.t1105")));
  EXPECT_TRUE(good(tag_fault("attack.initial-access")));
  for (const char* bad :
       {"attack.t195", "attack.t1195.2", "attack.T1195", "attack.t1195.0020", "attack", "attack.", ".t1195", ""})
    EXPECT_FALSE(good(tag_fault(bad))) << bad;
}

TEST(FieldForm, TextIsOneVisibleLine) {
  EXPECT_TRUE(good(text_fault("Go back to 1.14.0 \xE2\x80\x93 at once.")));
  EXPECT_FALSE(good(text_fault("")));
  EXPECT_FALSE(good(text_fault("two\nlines")));
  EXPECT_FALSE(good(text_fault("\x1B[31mred")));
  EXPECT_FALSE(good(text_fault("right\xE2\x80\xAEtfel")));  // U+202E, right-to-left override
  EXPECT_FALSE(good(text_fault("\xFF")));
  EXPECT_TRUE(good(text_fault(std::string(2000, 'a'))));
  EXPECT_FALSE(good(text_fault(std::string(2001, 'a'))));
}

}  // namespace
}  // namespace cordon::intel

#include "intel/incident_pack.h"

#include <gtest/gtest.h>

namespace cordon::intel {
namespace {

TEST(IncidentPack, EveryIndicatorKindHasANameThatReadsBack) {
  for (std::uint32_t i = 0; i < kIndicatorKinds; ++i) {
    const auto kind = static_cast<IndicatorKind>(i);
    EXPECT_FALSE(to_string(kind).empty());
    EXPECT_EQ(indicator_kind_from_string(to_string(kind)), kind);
  }
  EXPECT_EQ(to_string(IndicatorKind::windows_registry), "windows_registry");  // the last one: the list is complete
}

TEST(IncidentPack, AnUnknownKindHasNoValue) {
  EXPECT_FALSE(indicator_kind_from_string("SHA256"));
  EXPECT_FALSE(indicator_kind_from_string(""));
}

}  // namespace
}  // namespace cordon::intel

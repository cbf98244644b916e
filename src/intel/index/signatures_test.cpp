#include "intel/index/signatures.h"

#include <gtest/gtest.h>

namespace cordon::intel {
namespace {

TEST(Signatures, ComeBackAsTheyWere) {
  const std::vector<model::LibrarySignature> libraries{{"a.js",
                                                        "pkg:npm/a",
                                                        {{R"(A v(\d+))", ""}, {"(x)\n(y)", "$1.$2"}},
                                                        {{"a-(1)", ""}},
                                                        {{"/a/(1)", ""}},
                                                        {{"00", "1.0"}}},
                                                       {"b", "pkg:generic/b", {}, {}, {}, {}}};
  EXPECT_EQ(read_signatures(write_signatures(libraries)).value(), libraries);
}

TEST(Signatures, AnIndexWithoutThemHasNone) {
  EXPECT_TRUE(read_signatures("").value().empty());
  EXPECT_TRUE(read_signatures(write_signatures({})).value().empty());
  EXPECT_EQ(read_signatures("{}").error().code, ErrorCode::wrong_type);
}

}  // namespace
}  // namespace cordon::intel

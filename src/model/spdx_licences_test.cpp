#include "model/spdx_licences.h"

#include <gtest/gtest.h>

#include <string>

namespace cordon::model {
namespace {

TEST(SpdxLicences, KnowsTheListAndItsExpressions) {
  EXPECT_TRUE(is_spdx_licence("MIT") && is_spdx_licence_id("389-exception"));
  EXPECT_FALSE(is_spdx_licence("mit") || is_spdx_licence("389-exception") || is_spdx_licence_id("Apache-2"));
  for (const char* text : {"MIT", "(MIT OR Apache-2.0)", "GPL-2.0-only WITH Classpath-exception-2.0", "GPL-2.0+",
                           "MIT AND (ISC OR (Zlib AND 0BSD))", "LicenseRef-x", "DocumentRef-a:LicenseRef-b"})
    EXPECT_TRUE(is_licence_expression(text)) << text;
  for (const char* text :
       {"", "MIT OR", "MIT Apache-2.0", "(MIT", "MIT)", "()", "MIT WITH MIT", "WITH", "UNLICENSED", "SEE LICENSE IN x",
        "MIT or ISC", "LicenseRef-", "(MIT) WITH 389-exception", "DocumentRef-:LicenseRef-a"})
    EXPECT_FALSE(is_licence_expression(text)) << text;
  EXPECT_FALSE(is_licence_expression(std::string(200, '(') + "MIT" + std::string(200, ')')));
}

TEST(SpdxLicences, AreFoundInAnyCaseAndSpelledAsTheListDoes) {
  EXPECT_EQ(spdx_licence("mit"), "MIT");
  EXPECT_EQ(spdx_licence("gpl-3.0-ONLY"), "GPL-3.0-only");
  EXPECT_EQ(spdx_licence("GPLv3"), "");
  EXPECT_EQ(spdx_exception("llvm-Exception"), "LLVM-exception");
  EXPECT_EQ(spdx_exception("MIT"), "");
  EXPECT_GT(spdx_licences().size(), 500u);
}

}  // namespace
}  // namespace cordon::model

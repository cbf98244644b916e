// What a reader of the document finds where. That it comes back as it was: written_documents_test.cpp.
#include "sbom/spdx_write.h"

#include <gtest/gtest.h>

#include <array>

#include "base/json.h"
#include "sbom/testing.h"

namespace cordon::sbom {
namespace {

Document written(const WriteOptions& options) {
  return *json::parse(write_spdx(std::array{testing::project()}, options));
}

TEST(SpdxWrite, WritesEveryFieldOfAPackage) {
  const Document document = written({});
  const Value package = document.root()["packages"].at(2);  // two projects stand first
  EXPECT_EQ(package["name"].text(), "axios");
  EXPECT_EQ(package["versionInfo"].text(), "1.14.0");
  EXPECT_EQ(package["downloadLocation"].text(), "https://registry.example.test/axios/-/axios-1.14.0.tgz");
  EXPECT_EQ(package["checksums"].at(0)["algorithm"].text(), "SHA512");
  EXPECT_EQ(package["licenseDeclared"].text(), "MIT");
  EXPECT_EQ(package["externalRefs"].at(0)["referenceLocator"].text(), "pkg:npm/axios@1.14.0");
  EXPECT_EQ(package["sourceInfo"].text(), "app/package-lock.json:12");
  EXPECT_NE(package["comment"].text().find("cordon:install-script=yes"), std::string_view::npos);
}

TEST(SpdxWrite, NamesLicencesThatAreNoneOfTheList) {
  const Document document = written({});
  const Value package = document.root()["packages"].at(3);
  EXPECT_TRUE(package["licenseDeclared"].text().starts_with("(MIT OR Apache-2.0) AND LicenseRef-SEE-LICENSE-IN-FILE-"));
  EXPECT_EQ(document.root()["hasExtractedLicensingInfos"].size(), 2u);
}

TEST(SpdxWrite, UsesTheLettersOfTheFormatInNames) {
  const Document document = written({});
  for (const Value package : document.root()["packages"].elements()) {
    const std::string_view id = package["SPDXID"].text();
    ASSERT_TRUE(id.starts_with("SPDXRef-"));
    EXPECT_EQ(id.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-"),
              std::string_view::npos)
        << id;
  }
}

TEST(SpdxWrite, TakesTheTimeFromTheCaller) {
  WriteOptions options;
  EXPECT_EQ(written(options).root()["creationInfo"]["created"].text(), "1970-01-01T00:00:00Z");
  options.timestamp = "2026-03-31T00:21:58Z";
  EXPECT_EQ(written(options).root()["creationInfo"]["created"].text(), "2026-03-31T00:21:58Z");
}

}  // namespace
}  // namespace cordon::sbom

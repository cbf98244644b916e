#include "sbom/package_url.h"

#include <gtest/gtest.h>

#include "sbom/digest_form.h"
#include "sbom/testing.h"
#include "sbom/version_compare.h"

namespace cordon::sbom {
namespace {

TEST(ParsePackageUrl, TakesThePartsApart) {
  const auto url = parse_package_url("pkg:NPM/%40acme/tools@2.0.0%2Bbuild.1?vcs_url=git%2Bhttps:%2F%2Fa&X=#sub/path");
  ASSERT_TRUE(url);
  EXPECT_EQ(url->type, "npm");
  EXPECT_EQ(url->name, "@acme/tools");
  EXPECT_EQ(url->version, "2.0.0+build.1");
  EXPECT_EQ(url->qualifier("vcs_url"), "git+https://a");
  EXPECT_EQ(url->qualifier("none"), "");
}

TEST(ParsePackageUrl, IsLenientWhereToolsAreCareless) {
  EXPECT_EQ(parse_package_url("pkg:npm/@acme/tools")->name, "@acme/tools");
  EXPECT_EQ(parse_package_url("pkg:npm/@acme/tools@1.0.0")->version, "1.0.0");
  EXPECT_EQ(parse_package_url("pkg://npm/a@1")->name, "a");
  EXPECT_EQ(parse_package_url("pkg:golang/example.test/a/b@v1")->name, "example.test/a/b");
}

TEST(ParsePackageUrl, RefusesWhatNamesNothing) {
  for (const char* text : {"", "npm/a@1", "pkg:", "pkg:npm", "pkg:npm/", "pkg:/a", "pkg:npm/?a=b", "pk"})
    EXPECT_FALSE(parse_package_url(text)) << text;
}

TEST(ParsePackageUrl, ReadsWhatMakePurlWrites) {
  for (const model::Component& component : testing::project().components) {
    const auto url = parse_package_url(component.purl);
    ASSERT_TRUE(url);
    EXPECT_EQ(url->name, component.name);
    EXPECT_EQ(url->version, component.version);
    EXPECT_EQ(model::make_purl(url->type, url->name, url->version, url->qualifiers), component.purl);
  }
}

TEST(DigestForm, GoesThereAndBack) {
  for (const std::string& sri : {std::string(testing::kSri), std::string("sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk="),
                                 "sha256-" + std::string(43, 'A') + "=", "sha384-" + std::string(64, 'z')}) {
    const auto digests = hex_digests({sri});
    ASSERT_EQ(digests.size(), 1u) << sri;
    EXPECT_EQ(sri_of(cyclonedx_name(digests[0].algorithm), digests[0].hex), sri);
    EXPECT_EQ(sri_of(spdx_name(digests[0].algorithm), digests[0].hex), sri);
  }
  EXPECT_EQ(hex_digests({std::string("sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk= ") + testing::kSri, testing::kSri}).size(), 2u);
}

TEST(DigestForm, RefusesWhatIsNoDigest) {
  EXPECT_FALSE(sri_of("MD5", std::string(32, '0')));
  EXPECT_FALSE(sri_of("SHA-1", std::string(39, '0')));
  EXPECT_FALSE(sri_of("SHA-1", std::string(40, 'g')));
  EXPECT_TRUE(hex_digests({"sha1-no", "md5-x", ""}).empty());
}

TEST(CompareVersions, HaveTheOrderOfTheirEcosystem) {
  EXPECT_TRUE(compare_versions("npm", "1.9.0", "1.10.0") < 0);
  EXPECT_TRUE(compare_versions("npm", "1.15.0", "1.15") == 0);
  EXPECT_TRUE(compare_versions("npm", "2", "1.99.99") > 0);
  EXPECT_TRUE(compare_versions("npm", "x", "1.0.0") == std::partial_ordering::unordered);
  EXPECT_TRUE(compare_versions("jsr", "1.9", "1.10") < 0);
  EXPECT_TRUE(compare_versions("pypi", "1.0", "1.0.0") == 0);
  EXPECT_TRUE(compare_versions("pypi", "1.0.post1", "1.0") > 0);
  EXPECT_TRUE(compare_versions("go", "v1.2.3", "v1.10.0") < 0);
  EXPECT_TRUE(compare_versions("deb", "1.0", "1.0") == 0);
  EXPECT_TRUE(compare_versions("deb", "1.0", "2.0") == std::partial_ordering::unordered);
}

}  // namespace
}  // namespace cordon::sbom

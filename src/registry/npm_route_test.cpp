#include "registry/npm_route.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace cordon::registry {
namespace {

Route got(std::string_view target, std::string_view method = "GET") {
  const auto route = route_of(method, target);
  EXPECT_TRUE(route.has_value()) << method << ' ' << target;
  return route.value_or(Route{});
}

void expect_malformed(std::string_view target, std::string_view method = "GET") {
  const auto route = route_of(method, target);
  ASSERT_FALSE(route.has_value()) << target;
  EXPECT_EQ(route.error().code, ErrorCode::invalid_value) << target;
}

TEST(NpmRoute, KnowsADocumentInEveryFormThatClientsSend) {
  for (const char* target :
       {"/@scope%2fname", "/@scope%2Fname", "/@scope/name", "/%40scope%2Fname", "/%40scope/name"}) {
    const Route route = got(target);
    EXPECT_EQ(route.kind, RouteKind::packument) << target;
    EXPECT_EQ(route.name, "@scope/name") << target;
    EXPECT_EQ(route.target, "/@scope%2fname") << target;
  }
  EXPECT_EQ(got("/lodash").name, "lodash");
  EXPECT_EQ(got("/%6codash").target, "/lodash");
  EXPECT_TRUE(got("/lodash", "HEAD").head);
  EXPECT_FALSE(got("/lodash").head);
}

TEST(NpmRoute, TakesUpdateChecksForTheOrdinaryDocumentsTheyAre) {
  for (const char* name : {"npm", "pnpm"}) EXPECT_EQ(got(std::string("/") + name).kind, RouteKind::packument);
}

TEST(NpmRoute, KeepsCapitalsBecauseNamesThatDifferInCaseAreTwoPackages) {
  EXPECT_EQ(got("/JSONStream").name, "JSONStream");
  EXPECT_NE(got("/JSONStream").name, got("/jsonstream").name);
}

TEST(NpmRoute, KnowsAVersionAndATag) {
  const Route version = got("/lodash/4.17.21");
  EXPECT_EQ(version.kind, RouteKind::version);
  EXPECT_EQ(version.version, "4.17.21");
  EXPECT_EQ(got("/@scope/name/latest").version, "latest");
  EXPECT_EQ(got("/@scope%2fname/next").target, "/@scope%2fname/next");
  EXPECT_EQ(got("/lodash/1.0.0+b").target, got("/lodash/1.0.0%2Bb").target);
}

TEST(NpmRoute, KnowsAnArchiveInEveryForm) {
  for (const char* target :
       {"/@s/n/-/n-1.0.0.tgz", "/@s%2fn/-/n-1.0.0.tgz", "/@s%2Fn/-/@s/n-1.0.0.tgz", "/@s/n/-/@s%2fn-1.0.0.tgz"}) {
    const Route route = got(target);
    EXPECT_EQ(route.kind, RouteKind::tarball) << target;
    EXPECT_EQ(route.name, "@s/n") << target;
    EXPECT_EQ(route.file, "n-1.0.0.tgz") << target;
    EXPECT_EQ(route.target, "/@s/n/-/n-1.0.0.tgz") << target;
  }
  EXPECT_EQ(got("/lodash/-/lodash-4.17.21.tgz").file, "lodash-4.17.21.tgz");
  expect_malformed("/@s/n/-/@other/n-1.0.0.tgz");
  expect_malformed("/n/-/@s/n-1.0.0.tgz");
  expect_malformed("/lodash/-/lodash-4.17.21.zip");
}

TEST(NpmRoute, KnowsThePackageThatIsCalledLikeTheSeparator) {
  EXPECT_EQ(got("/-").name, "-");
  EXPECT_EQ(got("/-/-/--0.0.1.tgz").file, "--0.0.1.tgz");
  EXPECT_EQ(got("/-/ping").kind, RouteKind::ping);
}

TEST(NpmRoute, KnowsTheServices) {
  EXPECT_EQ(got("/-/ping?write=true").target, "/-/ping");
  EXPECT_EQ(got("/-/npm/v1/keys").kind, RouteKind::keys);
  EXPECT_EQ(got("/-/v1/search?text=a%20b&size=20").target, "/-/v1/search?text=a%20b&size=20");
  EXPECT_EQ(got("/-/package/@s%2fn/dist-tags").kind, RouteKind::dist_tags);
  EXPECT_EQ(got("/-/package/@s/n/dist-tags").name, "@s/n");
  EXPECT_EQ(got("/-/npm/v1/security/advisories/bulk", "POST").kind, RouteKind::audit_bulk);
  EXPECT_EQ(got("/-/npm/v1/security/audits/quick", "POST").kind, RouteKind::audit_quick);
  for (const char* target : {"/-/npm/v1/attestations/@s%2fn@1.0.0", "/-/npm/v1/attestations/@s/n@1.0.0"}) {
    const Route route = got(target);
    EXPECT_EQ(route.kind, RouteKind::attestations) << target;
    EXPECT_EQ(route.name, "@s/n") << target;
    EXPECT_EQ(route.version, "1.0.0") << target;
    EXPECT_EQ(route.target, "/-/npm/v1/attestations/@s%2fn@1.0.0") << target;
  }
}

TEST(NpmRoute, RefusesWhatWritesAndSaysWhat) {
  struct Case {
    const char *method, *target, *reason;
  };
  for (const Case& each : std::initializer_list<Case>{
           {"PUT", "/lodash", "publish"},
           {"PUT", "/@scope%2fname/-rev/1-abc", "publish"},
           {"GET", "/lodash?write=true", "publish"},
           {"POST", "/-/stage/package/lodash", "publish"},
           {"GET", "/-/stage", "publish"},
           {"DELETE", "/lodash/-rev/1-abc", "unpublish"},
           {"DELETE", "/lodash/-/lodash-1.0.0.tgz/-rev/1-abc", "unpublish"},
           {"POST", "/-/npm/v1/oidc/token/exchange/package/lodash", "oidc"},
           {"PUT", "/-/user/org.couchdb.user:somebody", "login"},
           {"POST", "/-/v1/login", "login"},
           {"GET", "/-/whoami", "login"},
           {"DELETE", "/-/user/token/abc", "login"},
           {"GET", "/-/npm/v1/user", "login"},
           {"GET", "/-/npm/v1/tokens", "token"},
           {"POST", "/-/npm/v1/tokens?otp=1", "token"},
           {"GET", "/-/package/lodash/access", "access"},
           {"POST", "/-/package/@s%2fn/trust", "access"},
           {"PUT", "/-/package/lodash/dist-tags/latest", "dist-tags"},
           {"GET", "/-/org/acme/user", "org"},
           {"PUT", "/-/team/acme/developers/user", "team"},
           {"GET", "/-/npm/v1/hooks", "hooks"},
           {"GET", "/-/npm/v1/security/advisories/bulk", "method"},
           {"OPTIONS", "/lodash", "method"},
           {"GET", "/-/all", "endpoint"},
           {"GET", "/lodash/1.0.0/more", "endpoint"},
       }) {
    const Route route = got(each.target, each.method);
    EXPECT_EQ(route.kind, RouteKind::refused) << each.target;
    EXPECT_EQ(route.reason, each.reason) << each.method << ' ' << each.target;
    EXPECT_EQ(route.target, "") << each.target;
  }
}

TEST(NpmRoute, RefusesTargetsThatCanBeReadInTwoWays) {
  for (const char* target : {"",
                             "/",
                             "lodash",
                             "//lodash",
                             "/lodash/",
                             "/./lodash",
                             "/a/../lodash",
                             "/%2e%2e/lodash",
                             "/..%2flodash",
                             "/a%2flodash",
                             "/@s%2fn%2fx",
                             "/@s%252fn",
                             "/%256codash",
                             "/lodash%00",
                             "/lodash%0a",
                             "/lodash\\x",
                             "/lodash%5cx",
                             "/lodash#x",
                             "/lodash%23x",
                             "/lodash?x=1",
                             "/lodash/-/lodash-1.0.0.tgz?x",
                             "/lod%",
                             "/lod%6",
                             "/lod%zz",
                             "/@scope",
                             "/@/name",
                             "/@scope/",
                             "/.hidden",
                             "/lodash/..",
                             "/lodash/-",
                             "/lodash/1.0.0%2f..",
                             "/lodash/-/..%2fx.tgz",
                             "/@s/n/-/@s%2f..%2fn.tgz",
                             "http://registry.example.test/lodash",
                             "/a b",
                             "/l\xC3\xB6",
                             "/l%C3%B6",
                             "/-/npm/v1/attestations/lodash",
                             "/-/npm/v1/attestations/@s%2fn",
                             "/-/package/..%2fx/dist-tags"})
    expect_malformed(target);
  expect_malformed(std::string_view("/a\0b", 4));
  expect_malformed("/..%2flodash", "PUT");
}

TEST(NpmRoute, RefusesNamesThatAreTooLong) {
  EXPECT_EQ(got("/" + std::string(214, 'a')).name.size(), 214u);
  expect_malformed("/" + std::string(215, 'a'));
  const auto route = route_of("GET", "/" + std::string(5'000, 'a'));
  ASSERT_FALSE(route.has_value());
  EXPECT_EQ(route.error().code, ErrorCode::too_large);
}

// Every byte of a name encoded or not, the slash in one of three ways: one package.
RC_GTEST_PROP(NpmRouteProperties, EncodingNeverMakesAnotherPackage, ()) {
  const auto part = rc::gen::nonEmpty(rc::gen::container<std::string>(rc::gen::elementOf(std::string("abzAZ09-_~"))));
  const std::string scope = *part, name = *part;
  const bool scoped = *rc::gen::arbitrary<bool>();
  const std::string text = scoped ? "@" + scope + "/" + name : name;
  RC_PRE(text.size() <= 200 && text != "-");
  constexpr char kHex[] = "0123456789abcdef";
  std::string target = "/";
  for (const char c : text) {
    if (c == '/') {
      target += *rc::gen::element<std::string>("/", "%2f", "%2F");
    } else if (*rc::gen::arbitrary<bool>()) {
      target += '%';
      target += kHex[c >> 4];
      target += kHex[c & 15];
    } else {
      target += c;
    }
  }
  const auto route = route_of("GET", target);
  RC_ASSERT(route.has_value());
  RC_ASSERT(route->name == text);
  const auto again = route_of("GET", route->target);
  RC_ASSERT(again.has_value() && again->name == route->name && again->target == route->target);
}

}  // namespace
}  // namespace cordon::registry

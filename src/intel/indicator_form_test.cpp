#include "intel/indicator_form.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace cordon::intel {
namespace {

bool good(IndicatorKind kind, std::string_view value) { return indicator_fault(kind, value).empty(); }

TEST(IndicatorForm, DigestsHaveExactlyTheirDigitsInLowerCase) {
  EXPECT_TRUE(good(IndicatorKind::sha1, "2553649f2322049666871cea80a5d0d6adc700ca"));
  EXPECT_FALSE(
      good(IndicatorKind::sha1, "2553649f232204966871cea80a5d0d6adc700ca"));  // the mistyped form in circulation
  EXPECT_FALSE(good(IndicatorKind::sha1, "2553649F2322049666871CEA80A5D0D6ADC700CA"));
  EXPECT_FALSE(good(IndicatorKind::sha1, "2553649f2322049666871cea80a5d0d6adc700cg"));
  EXPECT_TRUE(good(IndicatorKind::md5, std::string(32, 'a')));
  EXPECT_TRUE(good(IndicatorKind::sha256, std::string(64, '0')));
  EXPECT_TRUE(good(IndicatorKind::sha512, std::string(128, 'f')));
  for (const auto kind : {IndicatorKind::md5, IndicatorKind::sha1, IndicatorKind::sha256, IndicatorKind::sha512}) {
    EXPECT_FALSE(good(kind, std::string(63, '0')));
    EXPECT_FALSE(good(kind, ""));
  }
}

TEST(IndicatorForm, DomainsArePlainHostNames) {
  EXPECT_TRUE(good(IndicatorKind::domain, "a.example.invalid"));
  EXPECT_TRUE(good(IndicatorKind::domain, "xn--80ak6aa92e.test"));
  for (const char* bad : {"", "invalid", "example[.]invalid", "Example.invalid", "example.invalid.", ".example.invalid",
                          "-a.invalid", "a-.invalid", "a..invalid", "a.invalid/path", "a.invalid:80", "192.0.2.1",
                          "a b.invalid", "hxxp://a.invalid", "a_b.invalid"})
    EXPECT_FALSE(good(IndicatorKind::domain, bad)) << bad;
  EXPECT_FALSE(good(IndicatorKind::domain, std::string(64, 'a') + ".invalid"));
  std::string longest;
  for (int i = 0; i < 127; ++i) longest += "a.";
  EXPECT_FALSE(good(IndicatorKind::domain, longest + "bc"));  // 256 bytes
}

TEST(IndicatorForm, AddressesAreIpv4OrIpv6) {
  for (const char* address : {"192.0.2.1", "0.0.0.0", "255.255.255.255", "2001:db8::1", "::", "::1", "1:2:3:4:5:6:7:8",
                              "1:2:3:4:5:6:7::", "::ffff:192.0.2.1", "64:ff9b::192.0.2.33"})
    EXPECT_TRUE(good(IndicatorKind::address, address)) << address;
  for (const char* bad :
       {"",         "192.0.2",       "192.0.2.256",       "192.0.2.01",  "192.0.2.1.1", "192.0.2[.]1", "192.0.2.1:80",
        "192.0.2.", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1::2::3",     "2001:DB8::1", "12345::",     "fe80::1%eth0",
        ":1::",     "::1:",          "1:2:3:4:5:6:7:8::", "192.0.2.1::", "::192.0.2",   "g::"})
    EXPECT_FALSE(good(IndicatorKind::address, bad)) << bad;
}

TEST(IndicatorForm, UrlsAreAbsoluteWithAHost) {
  for (const char* url : {"http://example.invalid:8000/6202033", "https://192.0.2.1", "https://[2001:db8::1]:443/a?b#c",
                          "wss://a.example.invalid/"})
    EXPECT_TRUE(good(IndicatorKind::url, url)) << url;
  for (const char* bad : {"", "example.invalid/a", "//example.invalid", "hxxp://example.invalid", "http://", "http://a",
                          "http://example.invalid:0/", "http://example.invalid:65536/", "http://example.invalid:/",
                          "http://user@example.invalid/", "http://example.invalid/a b", "http://example[.]invalid/",
                          "http://[2001:db8::1", "javascript://example.invalid/", "http://example.invalid:123456/",
                          "http://example.invalid/\xC3\xA4"})
    EXPECT_FALSE(good(IndicatorKind::url, bad)) << bad;
}

TEST(IndicatorForm, PathsNameAFolderAndFileNamesNone) {
  for (const char* path :
       {"/tmp/ld.py", "~/.config/a", "$TMPDIR/a", R"(%PROGRAMDATA%\wt.exe)", R"(C:\ProgramData\a)", "lib/a.js"})
    EXPECT_TRUE(good(IndicatorKind::path, path)) << path;
  for (const char* bad :
       {"", "ld.py", "/tmp/../etc", "/tmp/./a", "/tmp/*", "/tmp/.<random>", "/tmp/a\nb", R"(C:\..\a)"})
    EXPECT_FALSE(good(IndicatorKind::path, bad)) << bad;
  EXPECT_TRUE(good(IndicatorKind::file_name, "setup.js"));
  for (const char* bad : {"", ".", "..", "a/b", R"(a\b)"}) EXPECT_FALSE(good(IndicatorKind::file_name, bad)) << bad;
}

TEST(IndicatorForm, TheOtherKindsHaveTheirForm) {
  EXPECT_TRUE(good(IndicatorKind::user_agent, "mozilla/4.0 (compatible)"));
  EXPECT_FALSE(good(IndicatorKind::user_agent, "a\r\nb"));
  EXPECT_TRUE(good(IndicatorKind::email, "a.b+c@example.invalid"));
  for (const char* bad : {"", "@example.invalid", "a@", "a@b", "a b@example.invalid", "a@b@example.invalid"})
    EXPECT_FALSE(good(IndicatorKind::email, bad)) << bad;
  EXPECT_TRUE(good(IndicatorKind::windows_registry, R"(HKCU\Software\Run\A)"));
  for (const char* bad : {"", "HKCU", R"(HKCU\)", R"(Software\Run)"})
    EXPECT_FALSE(good(IndicatorKind::windows_registry, bad)) << bad;
}

TEST(IndicatorForm, IntegrityHasTheLengthOfItsAlgorithmAndNoLooseBits) {
  EXPECT_TRUE(integrity_fault("sha1-JVNknyMiBJZmhxzqgKXQ1q3HAMo=").empty());
  EXPECT_TRUE(integrity_fault("sha256-" + std::string(43, 'A') + "=").empty());
  EXPECT_TRUE(integrity_fault("sha384-" + std::string(64, '/')).empty());
  EXPECT_TRUE(integrity_fault("sha512-" + std::string(86, 'A') + "==").empty());
  const std::vector<std::string> malformed = {"sha1-JVNknyMiBJZmhxzqgKXQ1q3HAMo",
                                              "sha1-JVNknyMiBJZmhxzqgKXQ1q3HAMp=",  // padding missing; loose bits
                                              "sha1-JVNknyMiBJZmhxzqgKXQ1q3HAM==",
                                              "sha1-JVNknyMiBJZmhxzqgKXQ1q3HA-o=",
                                              "sha512-" + std::string(87, 'A') + "=",
                                              "sha512-" + std::string(86, 'A') + "=A",
                                              "sha256-" + std::string(88, 'A'),
                                              "md5-" + std::string(24, 'A'),
                                              "sha1-JVNknyMiBJZmhxzqgKXQ1q3HAMo= sha1-JVNknyMiBJZmhxzqgKXQ1q3HAMo=",
                                              "sha1-",
                                              "sha1",
                                              ""};
  for (const std::string& bad : malformed) EXPECT_FALSE(integrity_fault(bad).empty()) << bad;
}

}  // namespace
}  // namespace cordon::intel

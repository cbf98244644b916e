#include "registry/entry_write.h"

#include <gtest/gtest.h>

namespace cordon::registry {
namespace {

constexpr std::string_view kDocument = R"({"name":"@s/a","versions":{"1.0.0":{ "name" : "@s/a","version":"1.0.0",
  "readme":"text", "scripts":{"preinstall":"1","install":"2","postinstall":"3","test":"4"}, "hasInstallScript":true,
  "dist":{"tarball":"https://registry.example.test/x.tgz" , "integrity":"sha512-AA=="} },"1.0.1":{},
  "1.0.2":{"dist":{"integrity":"i"},"scripts":"none"}}})";

std::string written(std::string_view version, const EntryOptions& options) {
  const auto packument = read_packument(kDocument);
  EXPECT_TRUE(packument.has_value());
  std::string out;
  append_entry(out, *packument, *packument->find(version), options);
  return out;
}

EntryOptions options_of(Form form, std::string_view base, bool strip) {
  return {.form = form, .tarball_base = base, .strip_scripts = strip};
}

TEST(EntryWrite, CopiesWhatDoesNotChange) {
  const auto packument = read_packument(kDocument);
  for (const char* version : {"1.0.0", "1.0.1", "1.0.2"})
    EXPECT_EQ(written(version, options_of(Form::full, "", false)),
              packument->find(version)->member.value.of(kDocument));
}

TEST(EntryWrite, ChangesTheAddressAloneAndKeepsBlanks) {
  EXPECT_EQ(written("1.0.0", options_of(Form::abbreviated, "https://gate.example.test", false)),
            R"({ "name" : "@s/a","version":"1.0.0", "hasInstallScript":true,
  "dist":{"tarball":"https://gate.example.test/@s/a/-/a-1.0.0.tgz" , "integrity":"sha512-AA=="} })");
  EXPECT_EQ(written("1.0.2", options_of(Form::full, "https://gate.example.test", false)),
            R"({"dist":{"integrity":"i"},"scripts":"none"})");
}

TEST(EntryWrite, TakesOutEveryEventOfInstalling) {
  EXPECT_EQ(written("1.0.0", options_of(Form::full, "", true)), R"({ "name" : "@s/a","version":"1.0.0",
  "readme":"text", "scripts":{"test":"4"},
  "dist":{"tarball":"https://registry.example.test/x.tgz" , "integrity":"sha512-AA=="},"gypfile":false })");
  EXPECT_EQ(written("1.0.1", options_of(Form::full, "", true)), R"({"gypfile":false})");
}

TEST(EntryWrite, EncodesHostileNamesInAddresses) {
  EXPECT_EQ(tarball_address("https://gate.example.test/npm", "@s/a", "1.0.0+b"),
            "https://gate.example.test/npm/@s/a/-/a-1.0.0%2Bb.tgz");
  EXPECT_EQ(tarball_address("https://gate.example.test", "a/../b", "\"/../x"),
            "https://gate.example.test/a%2F..%2Fb/-/..%2Fb-%22%2F..%2Fx.tgz");
}

}  // namespace
}  // namespace cordon::registry

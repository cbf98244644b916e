#include "inventory/client_ways.h"

#include <gtest/gtest.h>

namespace cordon::inventory {
namespace {

using Words = std::vector<std::string>;

// "line key=value" of each, with the kind's first letter in front.
Words ways(ConfigForm form, const std::string& text) {
  Words out;
  for (const ClientWay& way : read_client_ways(form, text))
    out.push_back(std::string(1, "ptsd"[static_cast<std::size_t>(way.kind)]) + std::to_string(way.line) + " " +
                  way.key + "=" + way.value);
  return out;
}

TEST(ClientWays, AreReadOfNpmsFileWithoutSecrets) {
  EXPECT_EQ(ways(ConfigForm::npmrc,
                 "registry=https://r.example.test/\n"
                 "proxy=http://me:secret@p.example.test:3128/x?secret\n"
                 "https-proxy = \"http://p.example.test\"\n"
                 "ca=-----BEGIN CERTIFICATE-----\n"
                 "cafile=./ca.pem ; ours\n"
                 "//r.example.test/:cafile=./other.pem\n"
                 "//r.example.test/:_authToken=secret\n"
                 "replace-registry-host=never\n"
                 "cache=./.cache\n"),
            (Words{"p2 proxy=http://p.example.test:3128", "p3 https-proxy=http://p.example.test",
                   "t4 ca=", "t5 cafile=./ca.pem", "t6 //r.example.test/.cafile=./other.pem",
                   "d8 replace-registry-host=never", "s9 cache=./.cache"}));
}

TEST(ClientWays, WhatTheClientDoesByItselfIsNoWay) {
  EXPECT_EQ(ways(ConfigForm::npmrc,
                 "strict-ssl=true\nproxy=null\nhttps-proxy=false\ncafile=\ncache=~/.npm\n"
                 "store-dir=/var/store\ncache=${HOME}/x\nreplace-registry-host=npmjs\n"),
            Words{});
  EXPECT_EQ(ways(ConfigForm::npmrc, "strict-ssl=false\n"), Words{"t1 strict-ssl=false"});
  EXPECT_EQ(ways(ConfigForm::npmrc, "[section]\nproxy=http://p.example.test\n"), Words{});
}

TEST(ClientWays, AreReadOfTheOtherClientsFiles) {
  EXPECT_EQ(ways(ConfigForm::yarnrc,
                 "# x\nproxy \"http://p.example.test\"\nyarn-offline-mirror \"./archives\"\nlastUpdateCheck 1\n"),
            (Words{"p2 proxy=http://p.example.test", "s3 yarn-offline-mirror=./archives"}));
  EXPECT_EQ(ways(ConfigForm::yarnrc_yml,
                 "httpProxy: http://p.example.test\nenableStrictSsl: false\nnetworkSettings:\n"
                 "  \"*.example.test\":\n    httpsProxy: http://q.example.test\n"),
            (Words{"p1 httpProxy=http://p.example.test", "t2 enableStrictSsl=false",
                   "p5 networkSettings.*.example.test.httpsProxy=http://q.example.test"}));
  EXPECT_EQ(ways(ConfigForm::pnpm_workspace,
                 "packages: [a]\nhttpsProxy: http://p.example.test\nca: [x, y]\nstoreDir: store\n"),
            (Words{"p2 httpsProxy=http://p.example.test", "t3 ca=", "s4 storeDir=store"}));
  EXPECT_EQ(ways(ConfigForm::bunfig, "[install]\ncafile = \"ca.pem\"\n[install.cache]\ndir = \"cache\"\n"),
            (Words{"t2 cafile=ca.pem", "s4 install.cache=cache"}));
}

TEST(ClientWays, OfWhatCannotBeReadNothingIsSaid) {
  EXPECT_EQ(ways(ConfigForm::yarnrc_yml, "httpProxy: [\n"), Words{});
  EXPECT_EQ(ways(ConfigForm::bunfig, "[install\n"), Words{});
}

}  // namespace
}  // namespace cordon::inventory

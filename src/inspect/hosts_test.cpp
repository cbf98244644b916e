#include "inspect/hosts.h"

#include <gtest/gtest.h>

#include <array>

#include "inspect/paths.h"

namespace cordon::inspect {
namespace {

TEST(Hosts, WhatAManifestClaims) {
  const OwnHosts own = own_hosts("git+ssh://git@github.com/Acme/p.git", "https://docs.acme-tools.dev/p");
  EXPECT_EQ(class_of_host("https://github.com/acme/p/releases/x.tgz", own), HostClass::own);
  EXPECT_EQ(class_of_host("https://raw.githubusercontent.com/acme/p/x", own), HostClass::own);
  EXPECT_EQ(class_of_host("https://api.github.com/repos/acme/p", own), HostClass::own);
  EXPECT_EQ(class_of_host("https://github.com/acmee/p", own), HostClass::other);
  EXPECT_EQ(class_of_host("https://cdn.acme-tools.dev/x", own), HostClass::own);
  EXPECT_EQ(class_of_host("https://not-acme-tools.dev/x", own), HostClass::other);
}

TEST(Hosts, HostsThatManyShareAreNobodysOwn) {
  const OwnHosts own = own_hosts("acme/p", "https://acme.github.io/p");
  EXPECT_EQ(class_of_host("https://acme.github.io/x", own), HostClass::own);
  EXPECT_EQ(class_of_host("https://other.github.io/x", own), HostClass::other);
  EXPECT_EQ(class_of_host("https://github.com/x/y", own_hosts("", "https://github.com/")), HostClass::other);
}

TEST(Hosts, ReservedNamesAreOthers) {
  const OwnHosts own = own_hosts("", "https://www.example.test/");
  EXPECT_EQ(class_of_host("https://www.example.test/x", own), HostClass::other);
}

TEST(Hosts, AddressesAndThisMachine) {
  EXPECT_EQ(class_of_host("http://192.0.2.1:8000/x", {}), HostClass::address);
  for (const char* written : {"http://0xC0000201/", "http://0xC0.0.2.1/", "http://3221225985/", "http://192.0.513/"})
    EXPECT_EQ(class_of_host(written, {}), HostClass::address) << written;
  EXPECT_EQ(class_of_host("http://0xhost/", {}), HostClass::local);
  EXPECT_EQ(class_of_host("http://127.0.0.1:9/", {}), HostClass::local);
  EXPECT_EQ(class_of_host("localhost", {}), HostClass::local);
  EXPECT_EQ(class_of_host("https://\x01/x", {}), HostClass::none);
  EXPECT_EQ(class_of_host("https://\x01.c.example.test/x", {}), HostClass::other);
}

TEST(Paths, NamesStandBetweenSeparators) {
  constexpr std::array<std::string_view, 2> kPaths{".ssh", ".git/hooks"};
  EXPECT_EQ(path_in("~/.ssh/id", kPaths), ".ssh");
  EXPECT_EQ(path_in("C:\\x\\.git\\hooks\\pre-commit", kPaths), ".git/hooks");
  EXPECT_EQ(path_in("a.ssh", kPaths), "");
  EXPECT_EQ(path_in(".sshd", kPaths), "");
  EXPECT_EQ(path_in("x\x01.ssh", kPaths), ".ssh");
}

TEST(Paths, StayInThePackage) {
  EXPECT_EQ(path_from("a/b", "../c.js"), "a/c.js");
  EXPECT_EQ(path_from("a", "./b//d/."), "a/b/d");
  EXPECT_EQ(path_from("a", "../../c.js"), "");
  EXPECT_EQ(path_from("", "/etc/x"), "");
}

TEST(Paths, AddressesInTexts) {
  EXPECT_EQ(addresses_in("a https://a.example.test/x, (http://b.example.test) file:///c").size(), 2u);
  EXPECT_TRUE(is_host("a.example.test:80"));
  EXPECT_FALSE(is_host("index.js:a"));
  EXPECT_FALSE(is_host("a"));
  EXPECT_TRUE(is_host("192.0.2.1"));
}

}  // namespace
}  // namespace cordon::inspect

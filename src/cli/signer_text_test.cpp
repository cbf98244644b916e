#include "cli/signer_text.h"

#include <gtest/gtest.h>

#include <string>

namespace cordon::cli {
namespace {

crypto::Signature with_comment(std::string comment) {
  crypto::Signature signature;
  signature.key_id = {0x76, 0xB7, 0x0E, 0xC2, 0x09, 0xF7, 0x7C, 0xB6};
  signature.trusted_comment = std::move(comment);
  return signature;
}

TEST(SignerText, SaysWhoAndWhenAndWhatElse) {
  EXPECT_EQ(signer_text(with_comment("timestamp:1795933447\tfile:a.yaml\thashed\tpack:a\tupdated:2026-11-29\ton call")),
            "B67CF709C20EB776 on 2026-11-29 (on call)");
  EXPECT_EQ(signer_text(with_comment("timestamp:1795933447\tfile:a.yaml")), "B67CF709C20EB776 on 2026-11-29");
  EXPECT_EQ(signer_text(with_comment("")), "B67CF709C20EB776");
  EXPECT_EQ(signer_text(with_comment("words of\tmy own")), "B67CF709C20EB776 (words of my own)");
}

TEST(SignerText, WhatIsNoTimeIsNotShownAsOne) {
  for (const char* comment : {"timestamp:", "timestamp:x", "timestamp:-1", "timestamp:99999999999999999999",
                              "timestamp:1 2", "timestamp:253402300800"})
    EXPECT_EQ(signer_text(with_comment(comment)), "B67CF709C20EB776") << comment;
}

TEST(SignerText, NothingHiddenIsPrinted) {
  EXPECT_EQ(signer_text(with_comment("a\xE2\x80\xAE"
                                     "b")),
            "B67CF709C20EB776 (a<U+202E>b)");
  EXPECT_EQ(comment_text(with_comment("a\tb\xE2\x80\xAE")), "a b<U+202E>");
}

}  // namespace
}  // namespace cordon::cli

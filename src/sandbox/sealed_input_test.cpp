#include "sandbox/sealed_input.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <string>

#include "base/os/write_all.h"

namespace cordon::sandbox {
namespace {

TEST(SealedInput, HoldsTheBytes) {
  const auto input = SealedInput::copy("some bytes");
  ASSERT_TRUE(input);
  EXPECT_EQ(input->size(), 10u);
  char bytes[16] = {};
  EXPECT_EQ(pread(input->descriptor(), bytes, sizeof bytes, 0), 10);
  EXPECT_STREQ(bytes, "some bytes");
  EXPECT_EQ(SealedInput::copy("")->size(), 0u);
}

TEST(SealedInput, CannotBeChangedAnyMore) {
  const auto input = SealedInput::copy("some bytes");
  ASSERT_TRUE(input);
  EXPECT_TRUE(pwrite(input->descriptor(), "x", 1, 0) == -1 && errno == EPERM);
  EXPECT_TRUE(ftruncate(input->descriptor(), 1) == -1 && errno == EPERM);
  EXPECT_TRUE(ftruncate(input->descriptor(), 100) == -1 && errno == EPERM);
  EXPECT_EQ(mmap(nullptr, 10, PROT_READ | PROT_WRITE, MAP_SHARED, input->descriptor(), 0), MAP_FAILED);
  EXPECT_TRUE(fcntl(input->descriptor(), F_ADD_SEALS, 0) == -1 && errno == EPERM);
}

TEST(SealedInput, IsSealedAfterItWasWrittenInParts) {
  auto file = SealedInput::open();
  ASSERT_TRUE(file);
  for (int part = 0; part < 3; ++part) ASSERT_TRUE(os::write_all(file->get(), "part"));
  const auto input = SealedInput::seal(std::move(*file));
  ASSERT_TRUE(input);
  EXPECT_EQ(input->size(), 12u);
}

TEST(SealedInput, RefusesWhatItCannotSeal) {
  os::FileDescriptor other(open("/dev/null", O_RDWR | O_CLOEXEC));
  EXPECT_EQ(SealedInput::seal(std::move(other)).error().code, ErrorCode::invalid_value);
  auto file = SealedInput::open();
  ASSERT_TRUE(file && os::write_all(file->get(), "part"));
  void* mapped = mmap(nullptr, 4, PROT_READ | PROT_WRITE, MAP_SHARED, file->get(), 0);
  ASSERT_NE(mapped, MAP_FAILED);
  EXPECT_EQ(SealedInput::seal(std::move(*file)).error().code, ErrorCode::invalid_value);
  munmap(mapped, 4);
}

}  // namespace
}  // namespace cordon::sandbox

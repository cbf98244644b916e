#include "base/os/write_all.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <string>
#include <thread>

#include "base/os/file_descriptor.h"

namespace cordon::os {
namespace {

TEST(WriteAll, WritesMoreThanAPipeHoldsAtOnce) {
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  const FileDescriptor in(ends[0]);
  const std::string content(1 << 20, 'x');
  std::size_t received = 0;
  {
    FileDescriptor out(ends[1]);
    std::jthread reader([&] {
      std::string buffer(1 << 16, 0);
      for (ssize_t got; (got = ::read(in.get(), buffer.data(), buffer.size())) > 0;)
        received += static_cast<std::size_t>(got);
    });
    EXPECT_TRUE(write_all(out.get(), content));
    out = FileDescriptor();  // the reader ends
  }
  EXPECT_EQ(received, content.size());
}

TEST(WriteAll, AFullDeviceAndNoDescriptorAreErrors) {
  const FileDescriptor full(::open("/dev/full", O_WRONLY | O_CLOEXEC));
  ASSERT_TRUE(full.valid());
  EXPECT_FALSE(write_all(full.get(), "x"));
  EXPECT_TRUE(write_all(full.get(), ""));
  EXPECT_FALSE(write_all(-1, "x"));
}

}  // namespace
}  // namespace cordon::os

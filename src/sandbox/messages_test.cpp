#include "sandbox/messages.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

namespace cordon::sandbox {
namespace {

SocketPair pair() { return std::move(make_socket_pair().value()); }

TEST(Messages, ArriveWholeAndInOrder) {
  const SocketPair ends = pair();
  EXPECT_TRUE(send_message(ends.ours.get(), Order{OrderKind::begin, 17}));
  EXPECT_TRUE(send_message(ends.ours.get(), Order{OrderKind::stop, 0}));
  Order order;
  Passed passed;
  EXPECT_EQ(receive_message(ends.theirs.get(), order, passed), Heard::message);
  EXPECT_EQ(order.kind, OrderKind::begin);
  EXPECT_EQ(order.input_bytes, 17u);
  EXPECT_EQ(receive_message(ends.theirs.get(), order, passed), Heard::message);
  EXPECT_EQ(order.kind, OrderKind::stop);
  EXPECT_FALSE(passed[0].valid());
}

TEST(Messages, BringDescriptorsThatCloseOnExec) {
  const SocketPair ends = pair(), carried = pair();
  ASSERT_TRUE(send_message(ends.ours.get(), Order{}, {carried.ours.get(), carried.theirs.get()}));
  Order order;
  Passed passed;
  ASSERT_EQ(receive_message(ends.theirs.get(), order, passed), Heard::message);
  for (const os::FileDescriptor& each : passed) EXPECT_EQ(fcntl(each.get(), F_GETFD), FD_CLOEXEC);
  ASSERT_EQ(send(passed[0].get(), "x", 1, 0), 1);
  char byte = 0;
  EXPECT_EQ(recv(carried.theirs.get(), &byte, 1, 0), 1);
}

TEST(Messages, TellTheEndAndNonsenseApart) {
  SocketPair ends = pair();
  ASSERT_EQ(send(ends.ours.get(), "short", 5, 0), 5);
  const std::array<Order, 2> longer;
  ASSERT_TRUE(send_message(ends.ours.get(), longer));
  Order order;
  Passed passed;
  EXPECT_EQ(receive_message(ends.theirs.get(), order, passed), Heard::nonsense);
  EXPECT_EQ(receive_message(ends.theirs.get(), order, passed), Heard::nonsense);
  ends.ours = {};
  EXPECT_EQ(receive_message(ends.theirs.get(), order, passed), Heard::closed);
  EXPECT_FALSE(send_message(ends.theirs.get(), order));  // and no signal
}

}  // namespace
}  // namespace cordon::sandbox

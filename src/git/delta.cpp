#include "git/delta.h"

namespace cordon::git {
namespace {

constexpr std::uint64_t kCopyAll = 0x10000;  // what a size of zero means

class Reader {
 public:
  explicit Reader(std::string_view bytes) : rest_(bytes) {}
  bool empty() const { return rest_.empty(); }

  Result<std::uint8_t> byte() {
    if (rest_.empty()) return fail(ErrorCode::truncated, "a delta breaks off");
    const auto value = static_cast<std::uint8_t>(rest_.front());
    rest_.remove_prefix(1);
    return value;
  }

  // Seven bits a byte, lowest first.
  Result<std::uint64_t> number() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 63; shift += 7) {
      const std::uint8_t byte_value = TRY(byte());
      value |= static_cast<std::uint64_t>(byte_value & 0x7f) << shift;
      if ((byte_value & 0x80) == 0) return value;
    }
    return fail(ErrorCode::syntax, "a delta with a size beyond 63 bits");
  }

  // The bytes of a number that `present` names, lowest first.
  Result<std::uint64_t> sparse(unsigned present, unsigned count) {
    std::uint64_t value = 0;
    for (unsigned at = 0; at < count; ++at)
      if ((present >> at & 1) != 0) value |= static_cast<std::uint64_t>(TRY(byte())) << (8 * at);
    return value;
  }

  Result<std::string_view> take(std::size_t size) {
    if (size > rest_.size()) return fail(ErrorCode::truncated, "a delta breaks off");
    const std::string_view bytes = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return bytes;
  }

 private:
  std::string_view rest_;
};

Result<DeltaSizes> read_sizes(Reader& reader) {
  const std::uint64_t base = TRY(reader.number());
  return DeltaSizes{base, TRY(reader.number())};
}

}  // namespace

Result<DeltaSizes> delta_sizes(std::string_view delta) {
  Reader reader(delta);
  return read_sizes(reader);
}

Result<std::string> apply_delta(std::string_view base, std::string_view delta, std::uint64_t max_bytes) {
  Reader reader(delta);
  const DeltaSizes sizes = TRY(read_sizes(reader));
  if (sizes.base != base.size()) return fail(ErrorCode::syntax, "a delta for a base of another size");
  if (sizes.result > max_bytes)
    return fail(ErrorCode::too_large, "larger than " + std::to_string(max_bytes) + " bytes");
  std::string result;
  result.reserve(static_cast<std::size_t>(sizes.result));
  while (!reader.empty()) {
    const std::uint8_t command = TRY(reader.byte());
    std::string_view piece;
    if ((command & 0x80) != 0) {
      const std::uint64_t offset = TRY(reader.sparse(command, 4));
      std::uint64_t size = TRY(reader.sparse(command >> 4, 3));
      if (size == 0) size = kCopyAll;
      if (offset > base.size() || size > base.size() - offset)
        return fail(ErrorCode::syntax, "a delta that copies from beyond its base");
      piece = base.substr(static_cast<std::size_t>(offset), static_cast<std::size_t>(size));
    } else if (command != 0) {
      piece = TRY(reader.take(command));
    } else {
      return fail(ErrorCode::syntax, "a delta with a command that means nothing");
    }
    if (piece.size() > sizes.result - result.size()) return fail(ErrorCode::syntax, "a delta that gives too much");
    result += piece;
  }
  if (result.size() != sizes.result) return fail(ErrorCode::truncated, "a delta that gives too little");
  return result;
}

}  // namespace cordon::git

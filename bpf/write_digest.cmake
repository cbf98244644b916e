# Writes a header that changes with the object: compiler caches see it, and do not see an #embed.
file(SHA256 "${OBJECT}" digest)
file(SIZE "${OBJECT}" size)
file(WRITE "${HEADER}" "// SHA-256 of the object: ${digest}\n#pragma once\n\n#include <cstddef>\n\ninline constexpr std::size_t kSensorObjectBytes = ${size};\n")

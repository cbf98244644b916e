{'includes': ['common.gypi'], 'targets': [{'dependencies': ['deps/x.gyp:x', '<!(node -p 1)']}]}

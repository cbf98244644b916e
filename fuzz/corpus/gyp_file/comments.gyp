# one
{ # '<!(no)'
  'a': [ -1, 2.5, True, None, ], # end
}

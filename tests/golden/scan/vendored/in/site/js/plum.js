plum();
plum();

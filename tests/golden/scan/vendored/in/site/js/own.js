document.title = "pear";

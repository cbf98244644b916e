module example.test/app

go 1.22

require (
	example.test/a v1.2.3
	example.test/b v1.0.0 // indirect
)

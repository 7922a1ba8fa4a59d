from migrations import environment

environment.run()

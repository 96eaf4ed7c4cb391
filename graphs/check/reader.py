class StudentReader:
    @staticmethod
    def trains(node): return False
def is_update(node): return False

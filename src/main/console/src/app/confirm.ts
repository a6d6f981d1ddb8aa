import { shallowReactive } from 'vue'
import { onUserChange } from '../api/session'

interface Question {
  title: string
  text: string
  confirm: string
  danger?: boolean
}

export const asked = shallowReactive<{ question: Question | null; answer: (yes: boolean) => void }>({
  question: null,
  answer: () => {},
})

onUserChange(() => asked.answer(false))

/** Asks a question that needs a yes before the page goes on. */
export function confirmed(question: Question): Promise<boolean> {
  asked.answer(false)
  return new Promise((resolve) => {
    asked.question = question
    asked.answer = (yes) => {
      asked.question = null
      resolve(yes)
    }
  })
}

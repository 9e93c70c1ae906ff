from django.urls import path

from . import views

urlpatterns = [
    path("api/interviews/slots/", views.SlotList.as_view()),
    path("api/interviews/", views.CreateInterview.as_view()),
    path("api/interviews/slots/<uuid:slot>/book_slot/", views.BookSlot.as_view()),
]
